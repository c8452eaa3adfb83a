import type { Consent, EngineParams, RunEnd, RunTarget } from '../protocol/engine.ts';
import type { ReplayEvent, ReplayPlan, Target } from '../protocol/replay.ts';
import { replay } from '../replay/engine/replay.ts';
import { nodeIo } from '../replay/io/nodeIo.ts';
import { needsConsent } from '../replay/resolve/needsConsent.ts';
import type { EmbeddedReceiver } from './embeddedReceiver.ts';

/** What the runs need from their host. */
export interface RunsOptions {
  readonly receiver: EmbeddedReceiver;
  /** Takes an event; the run waits until it resolves. */
  readonly tell: (run: number, event: ReplayEvent) => Promise<void>;
}

/** A target that may be connected to, and how to let go of it afterwards. */
interface Opened {
  readonly target: Target;
  readonly loopbackOnly: boolean;
  readonly release: () => Promise<void>;
}

/** The replays under way, by the number that the client gave them. */
export class Runs {
  readonly #options: RunsOptions;
  readonly #aborts = new Map<number, AbortController>();

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /**
   * Acts one plan. Refuses what the client should never ask for: a target that is not this machine
   * without a consent for exactly its host and port. Rejects only where the receiver cannot start.
   */
  async run({ run, plan, target }: EngineParams<'replay'>): Promise<RunEnd> {
    if (this.#aborts.has(run)) return { kind: 'refused', message: `Run ${run} is under way.` };
    const abort = new AbortController();
    this.#aborts.set(run, abort);
    try {
      const opened = await this.#open(plan, target);
      if ('message' in opened) return { kind: 'refused', message: opened.message };
      try {
        return await this.#act(run, { plan, opened, signal: abort.signal });
      } finally {
        await opened.release();
      }
    } finally {
      this.#aborts.delete(run);
    }
  }

  /** Ends a run; true when there was one. */
  cancel(run: number): boolean {
    const abort = this.#aborts.get(run);
    abort?.abort();
    return abort !== undefined;
  }

  async #act(
    run: number,
    { plan, opened, signal }: { plan: ReplayPlan; opened: Opened; signal: AbortSignal },
  ): Promise<RunEnd> {
    const io = nodeIo({ loopbackOnly: opened.loopbackOnly });
    let end: RunEnd = { kind: 'refused', message: 'The replay ended without a verdict.' };
    for await (const event of replay(plan, io, signal, { target: opened.target })) {
      if (event.kind === 'done') end = { kind: 'ended', verdict: event.verdict };
      await this.#options.tell(run, event);
    }
    return end;
  }

  async #open(plan: ReplayPlan, wanted: RunTarget): Promise<Opened | { message: string }> {
    if (wanted.kind === 'receiver') {
      const lent = await this.#options.receiver.lend(wanted.profile, plan);
      return { ...lent, loopbackOnly: true };
    }
    const { target, consent } = wanted;
    const consented = consent !== null && covers(consent, target);
    if (!consented && (await needsConsent(target))) return { message: refusalOf(target) };
    return { target, loopbackOnly: !consented, release: () => Promise.resolve() };
  }
}

/** A consent counts for the very host and port that the user saw. */
function covers(consent: Consent, target: Target): boolean {
  return consent.host === target.host && consent.port === target.port;
}

function refusalOf({ host, port }: Target): string {
  return `${host} port ${String(port)} is not this machine, and no consent was given to connect to it.`;
}
