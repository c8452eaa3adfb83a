import type {
  ExpectStep,
  FailureReason,
  Redacted,
  ReplayEvent,
  SendStep,
} from '../../protocol/replay.ts';
import type { IoOpened, IoSecured } from '../io/replayIo.ts';
import type { Redactor } from '../redact.ts';
import type { LiveReply } from './replyReader.ts';

/** Where in the transcript something happened; `index` is -1 outside any step. */
export interface Place {
  readonly index: number;
  readonly line: number;
  readonly endLine: number;
}

/** The events of a run as they are made, and the counts for the last of them. */
export class Journal {
  readonly #redactor: Redactor;
  readonly #began = performance.now();
  #events: ReplayEvent[] = [];
  #counts = { matched: 0, differed: 0, sent: 0, received: 0 };
  #connect = 0;
  #tls = 0;
  #failed = false;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** Milliseconds since the run began, to the microsecond. */
  now(): number {
    return rounded(performance.now() - this.#began);
  }

  /** The events since the last call. */
  take(): readonly ReplayEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  opened(opened: IoOpened, host: string): void {
    const at = this.now();
    this.#connect = at;
    const { address, port, localAddress } = opened;
    this.#events.push({
      kind: 'opened',
      step: -1,
      at,
      host: this.#redactor.line(host),
      address,
      port,
      localAddress,
    });
  }

  secured(secured: IoSecured, place: Place, since: number): void {
    const at = this.now();
    this.#tls = rounded(at - since);
    const { protocol, cipher, fingerprint, authorized } = secured;
    this.#events.push({
      kind: 'secured',
      step: place.index,
      at,
      protocol,
      cipher,
      fingerprint,
      authorized,
    });
  }

  sent(step: SendStep, at: number): void {
    this.#counts.sent += 1;
    const redactor = this.#redactor;
    const { index, line, purpose, octets } = step;
    this.#events.push({
      kind: 'sent',
      step: index,
      at,
      line,
      purpose,
      verb: redactor.line(step.verb),
      get lines(): readonly Redacted[] {
        return redactor.sent(step);
      },
      octets: octets.length,
    });
  }

  /** `since` is when that left which the reply answers. */
  received(reply: LiveReply, place: Place, since: number): void {
    this.#counts.received += 1;
    const redactor = this.#redactor;
    const at = this.now();
    this.#events.push({
      kind: 'received',
      step: place.index,
      at,
      line: place.line,
      code: reply.code,
      get lines(): readonly Redacted[] {
        return redactor.reply(reply.octets);
      },
      took: rounded(at - since),
    });
  }

  matched(step: ExpectStep, code: number): void {
    this.#counts.matched += 1;
    this.#events.push({ kind: 'matched', step: step.index, at: this.now(), line: step.line, code });
  }

  differed(
    place: Place,
    difference: {
      readonly expected: Redacted;
      readonly actual: Redacted;
      readonly message: Redacted;
    },
  ): void {
    this.#counts.differed += 1;
    const { index, line, endLine } = place;
    const { expected, actual, message } = difference;
    this.#events.push({
      kind: 'differed',
      step: index,
      at: this.now(),
      line,
      endLine,
      expected,
      actual,
      message,
    });
  }

  failed(place: Place, reason: FailureReason, message: Redacted): void {
    this.#failed = true;
    const { index, line } = place;
    this.#events.push({ kind: 'failed', step: index, at: this.now(), line, reason, message });
  }

  done(skipped: number): void {
    const total = this.now();
    const verdict = this.#failed ? 'failed' : this.#counts.differed > 0 ? 'differed' : 'passed';
    this.#events.push({
      kind: 'done',
      step: -1,
      at: total,
      verdict,
      ...this.#counts,
      skipped,
      duration: { connect: this.#connect, tls: this.#tls, total },
    });
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
