import type { ReceiverProfile, ReceiverState } from '../protocol/engine.ts';
import type { ReplayPlan, Target } from '../protocol/replay.ts';
import { receiverFeatureOf } from '../receiver/features.ts';
import type { ReceiverFeature } from '../receiver/features.ts';
import type { ReceiverOptions } from '../receiver/options.ts';
import { startReceiver } from '../receiver/receiver.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { receiverUserOf } from './receiverUserOf.ts';

/** Whom the receiver tells. */
export interface EmbeddedReceiverOptions {
  readonly log: (line: string) => void;
  readonly changed: (state: ReceiverState) => void;
}

/** A receiver to connect to; `release` when the run is over. */
export interface LentReceiver {
  readonly target: Target;
  readonly release: () => Promise<void>;
}

/**
 * The receiver that stays between runs, and others for the length of one run where a session asks
 * for a server with features off or with TLS from the first octet.
 */
export class EmbeddedReceiver {
  readonly #options: EmbeddedReceiverOptions;
  #running: { readonly key: string; readonly receiver: Promise<Receiver> } | undefined;

  constructor(options: EmbeddedReceiverOptions) {
    this.#options = options;
  }

  /** Starts it, or starts it anew where the settings changed. Rejects when that is not possible. */
  async start(profile: ReceiverProfile): Promise<ReceiverState> {
    return stateOf(await this.#standing(profile));
  }

  /** Stops it; null, whether or not it ran. */
  async stop(): Promise<ReceiverState> {
    const running = this.#running;
    this.#running = undefined;
    const receiver = await running?.receiver.catch(() => undefined);
    await receiver?.close();
    if (running) this.#options.changed(null);
    return null;
  }

  /** A receiver as the plan needs it. */
  async lend(profile: ReceiverProfile, plan: ReplayPlan): Promise<LentReceiver> {
    const disable = featuresOf(plan.receiverDisable);
    if (disable.length === 0 && !plan.implicitTls) {
      const receiver = await this.#standing(profile);
      return { target: targetOf(receiver, plan), release: () => Promise.resolve() };
    }
    const receiver = await startReceiver({
      ...this.#optionsOf(profile),
      disable,
      tls: plan.implicitTls ? 'implicit' : 'starttls',
    });
    return { target: targetOf(receiver, plan), release: () => receiver.close() };
  }

  async #standing(profile: ReceiverProfile): Promise<Receiver> {
    const key = JSON.stringify(profile);
    if (this.#running !== undefined && this.#running.key !== key) await this.stop();
    this.#running ??= { key, receiver: this.#launch(profile) };
    const running = this.#running;
    try {
      return await running.receiver;
    } catch (error) {
      // The next attempt must not meet this failure again.
      if (this.#running === running) this.#running = undefined;
      throw error;
    }
  }

  async #launch(profile: ReceiverProfile): Promise<Receiver> {
    const receiver = await startReceiver(this.#optionsOf(profile));
    this.#options.changed(stateOf(receiver));
    return receiver;
  }

  #optionsOf({ storage, domains, users }: ReceiverProfile): ReceiverOptions {
    return {
      storage,
      ...(domains.length > 0 && { domains }),
      ...(users.length > 0 && { users: users.map(receiverUserOf) }),
      log: this.#options.log,
    };
  }
}

/** What it cannot switch off stays on: the planner has told about unknown names. */
function featuresOf(names: readonly string[]): ReceiverFeature[] {
  return names.map(receiverFeatureOf).filter(feature => feature !== undefined);
}

function stateOf({ host, port }: Receiver): ReceiverState {
  return { host, port };
}

/** Its certificate is its own, made on this machine: only that one is trusted. */
function targetOf({ host, port, certificate }: Receiver, plan: ReplayPlan): Target {
  return {
    host,
    port,
    implicitTls: plan.implicitTls,
    serverName: 'localhost',
    ...(certificate && { ca: certificate.pem }),
  };
}
