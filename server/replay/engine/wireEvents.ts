import type { Redacted, ReplayEvent, SendPurpose, SendStep } from '../../protocol/replay.ts';
import type { Redactor } from '../redact.ts';
import type { Place } from './journal.ts';
import type { LiveReply } from './replyReader.ts';

/** An event that makes its lines when they are read: few readers look at all of them. */
interface LazyEvent {
  toJSON(): ReplayEvent;
}

/** Something left. */
export class SentEvent implements LazyEvent {
  readonly kind = 'sent';
  readonly step: number;
  readonly at: number;
  readonly line: number;
  readonly purpose: SendPurpose;
  /** How many left. */
  readonly octets: number;
  readonly #redactor: Redactor;
  readonly #step: SendStep;
  readonly #octets: Uint8Array;

  constructor(
    redactor: Redactor,
    sent: { readonly step: SendStep; readonly octets: Uint8Array; readonly at: number },
  ) {
    const { step, octets } = sent;
    this.step = step.index;
    this.at = sent.at;
    this.line = step.line;
    this.purpose = step.purpose;
    this.octets = octets.length;
    this.#redactor = redactor;
    this.#step = step;
    this.#octets = octets;
  }

  get verb(): Redacted {
    return this.#redactor.word(this.#step.verb);
  }

  get lines(): readonly Redacted[] {
    const step = this.#step;
    const octets = this.#octets;
    return this.#redactor.sent(step.octets === octets ? step : { ...step, octets });
  }

  toJSON(): ReplayEvent {
    const { kind, step, at, line, purpose, verb, lines, octets } = this;
    return { kind, step, at, line, purpose, verb, lines, octets };
  }
}

/** A reply came. */
export class ReceivedEvent implements LazyEvent {
  readonly kind = 'received';
  readonly step: number;
  readonly at: number;
  readonly line: number;
  readonly code: number;
  readonly took: number;
  readonly #redactor: Redactor;
  readonly #octets: Uint8Array;

  constructor(
    redactor: Redactor,
    received: {
      readonly reply: LiveReply;
      readonly place: Place;
      readonly at: number;
      readonly took: number;
    },
  ) {
    const { reply, place } = received;
    this.step = place.index;
    this.at = received.at;
    this.line = place.line;
    this.code = reply.code;
    this.took = received.took;
    this.#redactor = redactor;
    this.#octets = reply.octets;
  }

  get lines(): readonly Redacted[] {
    return this.#redactor.reply(this.#octets);
  }

  toJSON(): ReplayEvent {
    const { kind, step, at, line, code, lines, took } = this;
    return { kind, step, at, line, code, lines, took };
  }
}

/** The event with everything as plain values, as cloning and spreading need it. */
export function plainEvent(event: ReplayEvent): ReplayEvent {
  return event instanceof SentEvent || event instanceof ReceivedEvent ? event.toJSON() : event;
}
