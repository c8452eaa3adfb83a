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
  readonly #running = new Map<string, Promise<Receiver>>();
  #storage: Promise<string> | undefined;

  /** A receiver as the plan needs it. Throws a RunError where none can be started. */
  async targetFor(plan: ReplayPlan): Promise<Target> {
    const disable = plan.receiverDisable.flatMap(name => receiverFeatureOf(name) ?? []);
    const tls = plan.implicitTls ? 'implicit' : 'starttls';
    const key = `${tls} ${[...new Set(disable)].sort().join(' ')}`;
    try {
      // Sessions that begin at the same time share what is being started.
      const receiver = this.#running.get(key) ?? this.#start({ tls, disable });
      this.#running.set(key, receiver);
      return targetOf(await receiver);
    } catch (error) {
      throw new RunError(`the embedded receiver cannot be started: ${reasonOf(error)}`);
    }
  }

  /** Stops them all and removes what they stored. */
  async close(): Promise<void> {
    const started = await Promise.allSettled(this.#running.values());
    const receivers = started.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
    await Promise.all(receivers.map(receiver => receiver.close()));
    const storage = await this.#storage?.catch(() => undefined);
    if (storage !== undefined) await rm(storage, { recursive: true, force: true });
  }

  async #start(how: {
    readonly tls: 'implicit' | 'starttls';
    readonly disable: NonNullable<ReturnType<typeof receiverFeatureOf>>[];
  }): Promise<Receiver> {
    this.#storage ??= mkdtemp(join(tmpdir(), 'smtp-transcript-'));
    return startReceiver({ ...how, storage: await this.#storage, auth: 'always' });
  }
}

function targetOf({ host, port, certificate }: Receiver): Target {
  return { host, port, serverName: 'localhost', ...(certificate && { ca: certificate.pem }) };
}
