import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReplayPlan, Target } from '../protocol/replay.ts';
import { receiverFeatureOf } from '../receiver/features.ts';
import { startReceiver } from '../receiver/receiver.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { RunError } from './command.ts';
import { reasonOf } from './reasonOf.ts';

/** The receivers of one replay, with their mail in a temporary folder: one a set of features. */
export class EmbeddedReceivers {
  readonly #running = new Map<string, Receiver>();
  #storage: string | undefined;

  /** A receiver as the plan needs it. Throws a RunError where none can be started. */
  async targetFor(plan: ReplayPlan): Promise<Target> {
    const disable = plan.receiverDisable.flatMap(name => receiverFeatureOf(name) ?? []);
    const tls = plan.implicitTls ? 'implicit' : 'starttls';
    const key = `${tls} ${[...new Set(disable)].sort().join(' ')}`;
    try {
      this.#storage ??= await mkdtemp(join(tmpdir(), 'smtp-transcript-'));
      const options = { storage: this.#storage, tls, disable, auth: 'always' } as const;
      const receiver = this.#running.get(key) ?? (await startReceiver(options));
      this.#running.set(key, receiver);
      return targetOf(receiver);
    } catch (error) {
      throw new RunError(`the embedded receiver cannot be started: ${reasonOf(error)}`);
    }
  }

  /** Stops them all and removes what they stored. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map(receiver => receiver.close()));
    if (this.#storage !== undefined) await rm(this.#storage, { recursive: true, force: true });
  }
}

function targetOf({ host, port, certificate }: Receiver): Target {
  return { host, port, serverName: 'localhost', ...(certificate && { ca: certificate.pem }) };
}
