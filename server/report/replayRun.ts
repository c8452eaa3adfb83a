import type {
  FailureReason,
  Redacted,
  ReplayEvent,
  ReplayPlan,
  Verdict,
} from '../protocol/replay.ts';

/** Where a run connects, as reports call it. */
export interface ReplayPlace {
  /** Name of the environment, `host:port`, or what else it is. */
  readonly name: string;
  /** Where that is, where the name does not say it: `mx.example.net:25`. */
  readonly where: string;
  /** Real mail is delivered there. */
  readonly production: boolean;
}

/** One session to be run at one place, once. */
export interface ReplayCase {
  /** As it was named on the command line; untrusted. */
  readonly file: string;
  /** Name of the session; untrusted. */
  readonly session: string;
  /** 1-based, within its file. */
  readonly number: number;
  /** First physical line of the session that takes part. */
  readonly line: number;
  readonly expected: Verdict;
  readonly place: ReplayPlace;
  /** 1-based, of how many repetitions. */
  readonly round: number;
  readonly rounds: number;
}

/** A reply, or a step, that was not as recorded. */
export interface ReplayDifference {
  readonly line: number;
  readonly endLine: number;
  readonly expected: Redacted;
  readonly actual: Redacted;
  readonly message: Redacted;
  /** Codes of the recorded and the live reply, 0 where there is none. */
  readonly codes: { readonly recorded: number; readonly live: number };
}

/** What became of a case. */
export interface ReplayRun {
  readonly case: ReplayCase;
  /** Null: it was not run, since another one ended the whole. */
  readonly verdict: Verdict | null;
  /** The first ones; `differed` counts all. */
  readonly differences: readonly ReplayDifference[];
  readonly failure: {
    readonly line: number;
    readonly reason: FailureReason;
    readonly message: Redacted;
  } | null;
  /** Times that the whole session was run again. */
  readonly retries: number;
  readonly matched: number;
  readonly differed: number;
  readonly skipped: number;
  /** Milliseconds. */
  readonly duration: { readonly connect: number; readonly tls: number; readonly total: number };
  readonly opened: Extract<ReplayEvent, { readonly kind: 'opened' }> | null;
  readonly secured: Extract<ReplayEvent, { readonly kind: 'secured' }> | null;
}

/** True where the verdict is the one that the transcript expects. */
export function isRight(run: Pick<ReplayRun, 'case' | 'verdict'>): boolean {
  return run.verdict === run.case.expected;
}

/** Differences that are kept of one run; the rest is counted. */
const KEPT = 100;

/** Makes a run of its events, one by one. */
export class RunFold {
  readonly #case: ReplayCase;
  readonly #plan: Pick<ReplayPlan, 'steps'>;
  readonly #differences: ReplayDifference[] = [];
  /** Live codes by step. */
  readonly #codes = new Map<number, number>();
  #lastCode = 0;
  #onlyTemporary = true;
  #temporary = false;
  #failure: ReplayRun['failure'] = null;
  #opened: ReplayRun['opened'] = null;
  #secured: ReplayRun['secured'] = null;
  #done: Extract<ReplayEvent, { readonly kind: 'done' }> | undefined;

  constructor(of: ReplayCase, plan: Pick<ReplayPlan, 'steps'>) {
    this.#case = of;
    this.#plan = plan;
  }

  add(event: ReplayEvent): void {
    switch (event.kind) {
      case 'opened':
        this.#opened = event;
        break;
      case 'secured':
        this.#secured = event;
        break;
      case 'received':
        this.#lastCode = event.code;
        this.#codes.set(event.step, event.code);
        break;
      case 'differed':
        this.#differed(event);
        break;
      case 'failed': {
        const { line, reason, message } = event;
        this.#failure ??= { line, reason, message };
        break;
      }
      case 'done':
        this.#done = event;
        break;
      default:
    }
  }

  /**
   * True where the server only put the client off: every reply that differs is 4yz where the
   * transcript has another class, or it closed with one (greylisting, RFC 6647).
   */
  get wasPutOff(): boolean {
    const code = this.#lastCode;
    if (this.#failure !== null) return this.#failure.reason === 'closed' && isTemporary(code);
    return this.#temporary && this.#onlyTemporary;
  }

  /** The whole; `retries` came before it. */
  run(retries = 0): ReplayRun {
    const done = this.#done;
    return {
      case: this.#case,
      verdict: done?.verdict ?? null,
      differences: this.#differences,
      failure: this.#failure,
      retries,
      matched: done?.matched ?? 0,
      differed: done?.differed ?? 0,
      skipped: done?.skipped ?? 0,
      duration: done?.duration ?? { connect: 0, tls: 0, total: 0 },
      opened: this.#opened,
      secured: this.#secured,
    };
  }

  #differed(event: Extract<ReplayEvent, { readonly kind: 'differed' }>): void {
    const { line, endLine, expected, actual, message } = event;
    const step = this.#plan.steps[event.step];
    const isReply = step?.kind === 'expect' || step?.kind === 'auth';
    const recorded = isReply ? (step.recorded?.code ?? 0) : 0;
    const live = isReply ? (this.#codes.get(event.step) ?? 0) : 0;
    // What was not sent on account of a reply says nothing by itself.
    if (live > 0) {
      const putOff = isTemporary(live) && !isTemporary(recorded);
      this.#temporary ||= putOff;
      this.#onlyTemporary &&= putOff;
    }
    if (this.#differences.length >= KEPT) return;
    const codes = { recorded, live };
    this.#differences.push({ line, endLine, expected, actual, message, codes });
  }
}

function isTemporary(code: number): boolean {
  return code >= 400 && code < 500;
}

/** The case as a run that did not take place. */
export function notRun(of: ReplayCase): ReplayRun {
  return new RunFold(of, { steps: [] }).run();
}
