import type { Consent, EngineParams, RunEnd, RunTarget } from '../protocol/engine.ts';
import type { ReplayEvent, ReplayPlan, RunInputs, Target } from '../protocol/replay.ts';
import { plainEvent } from '../replay/engine/wireEvents.ts';
import { nodeIo } from '../replay/io/nodeIo.ts';
import { needsConsent } from '../replay/resolve/needsConsent.ts';
import { replayHosts } from '../replay/resolve/replayHosts.ts';
import type { EmbeddedReceiver } from './embeddedReceiver.ts';

/** What the runs need from their host. */
export interface RunsOptions {
  readonly receiver: EmbeddedReceiver;
  /** Takes an event; the run waits until it resolves. */
  readonly tell: (run: number, event: ReplayEvent) => Promise<void>;
}

/** Targets that may be connected to, in the order to try them, and how to let go of them. */
interface Opened {
  readonly targets: readonly Target[];
  /** Those that are this machine's, for which nobody gave a consent. */
  readonly loopbackOnly: ReadonlySet<Target>;
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
  async run({ run, plan, target, inputs }: EngineParams<'replay'>): Promise<RunEnd> {
    if (this.#aborts.has(run)) return { kind: 'refused', message: `Run ${run} is under way.` };
    const abort = new AbortController();
    this.#aborts.set(run, abort);
    try {
      const opened = await this.#open(plan, target);
      if ('message' in opened) return { kind: 'refused', message: opened.message };
      try {
        return await this.#act(run, { plan, opened, inputs: inputs ?? {}, signal: abort.signal });
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

  async #act(run: number, { plan, opened, inputs, signal }: Act): Promise<RunEnd> {
    const { targets, loopbackOnly } = opened;
    const ioFor = (target: Target): ReturnType<typeof nodeIo> =>
      nodeIo({ loopbackOnly: loopbackOnly.has(target) });
    let end: RunEnd = { kind: 'refused', message: 'The replay ended without a verdict.' };
    for await (const event of replayHosts(plan, { targets, ioFor, signal, inputs })) {
      if (event.kind === 'done') end = { kind: 'ended', verdict: event.verdict };
      await this.#options.tell(run, plainEvent(event));
    }
    return end;
  }

  async #open(plan: ReplayPlan, wanted: RunTarget): Promise<Opened | { message: string }> {
    if (wanted.kind === 'receiver') {
      const { target, release } = await this.#options.receiver.lend(wanted.profile, plan);
      return { targets: [target], loopbackOnly: new Set([target]), release };
    }
    const { targets, consents } = serversOf(wanted);
    const loopbackOnly = new Set<Target>();
    for (const target of targets) {
      if (consents.some(consent => covers(consent, target))) continue;
      // A Unix socket is on this machine.
      if (target.path === undefined && (await needsConsent(target))) {
        return { message: refusalOf(target) };
      }
      loopbackOnly.add(target);
    }
    return { targets, loopbackOnly, release: () => Promise.resolve() };
  }
}

/** A run that may begin. */
interface Act {
  readonly plan: ReplayPlan;
  readonly opened: Opened;
  readonly inputs: RunInputs;
  readonly signal: AbortSignal;
}

function serversOf(wanted: Exclude<RunTarget, { readonly kind: 'receiver' }>): {
  readonly targets: readonly Target[];
  readonly consents: readonly Consent[];
} {
  if (wanted.kind === 'hosts') return wanted;
  const { target, consent } = wanted;
  return { targets: [target], consents: consent === null ? [] : [consent] };
}

/** A consent counts for the very host and port that the user saw. */
function covers(consent: Consent, target: Target): boolean {
  return consent.host === target.host && consent.port === target.port;
}

function refusalOf({ host, port }: Target): string {
  return `${host} port ${String(port)} is not this machine, and no consent was given to connect to it.`;
}
