import type { PlanStep, ReplayPlan, SendStep } from '../../protocol/replay.ts';

const MINUTE = 60_000;

/** RFC 5321 §4.5.3.2: waits for the reply to a command, where they differ from five minutes. */
const REPLY_MINUTES: ReadonlyMap<string, number> = new Map([['DATA', 2]]);

/** The reply to a whole message (RFC 5321 §4.5.3.2.6). */
const MESSAGE_MINUTES = 10;

/** One write of content (RFC 5321 §4.5.3.2.5). */
const WRITE_MINUTES = 3;

/** Everything else that RFC 5321 §4.5.3.2 names: the greeting, MAIL, RCPT. */
const USUAL_MINUTES = 5;

/** How long a run waits for what, in milliseconds. */
export class Waits {
  readonly #fixed: number | undefined;

  constructor({ timeoutMs, timeouts }: Pick<ReplayPlan, 'timeoutMs' | 'timeouts'>) {
    this.#fixed = timeouts === 'rfc' ? undefined : timeoutMs;
  }

  /** For the connection, a handshake, or the reply to a command of the engine's own. */
  get usual(): number {
    return this.#fixed ?? USUAL_MINUTES * MINUTE;
  }

  /** For the server to take one slice of what is written. */
  get write(): number {
    return this.#fixed ?? WRITE_MINUTES * MINUTE;
  }

  /** For the reply to a send; undefined for the greeting. */
  reply(answered: PlanStep | undefined): number {
    if (this.#fixed !== undefined) return this.#fixed;
    const minutes = answered?.kind === 'send' ? minutesFor(answered) : USUAL_MINUTES;
    return minutes * MINUTE;
  }
}

function minutesFor({ verb, purpose }: SendStep): number {
  if (purpose === 'content' || verb === 'BDAT') return MESSAGE_MINUTES;
  return REPLY_MINUTES.get(verb) ?? USUAL_MINUTES;
}
