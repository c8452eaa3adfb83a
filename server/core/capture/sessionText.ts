import { escape } from '../octets/escapes.ts';
import type { Scanner } from '../octets/scanner.ts';
import type { Party } from './events.ts';
import { OctetQueue } from './octetQueue.ts';
import { timeText } from './timeText.ts';
import { writeWire } from './wireText.ts';

/** Longest stretch of captured octets in a note. */
const LONGEST_NOTE = 1000;
/** Steps of the clock, in microseconds, that are worth a note; inside content only pauses are. */
const STEP = 1000;
const PAUSE = 1_000_000;

const NEWLINE = Uint8Array.of(10);

/** What a session's transcript does not show of it. */
export interface Excerpt {
  readonly start: boolean;
  readonly end: boolean;
}

/**
 * The text of one session as it grows. What was complete can be taken meanwhile; the last wire line
 * stays, since what the capture does not show has to be said before it.
 */
export class SessionText {
  readonly #scanner: Scanner;
  readonly #text = new OctetQueue();
  readonly #title: string;
  /** Where the last wire line begins, from the front of what waits; -1 where there is none. */
  #lastWire = -1;
  #hasHead = false;
  #noted: number | undefined;

  constructor(scanner: Scanner, title: string) {
    this.#scanner = scanner;
    this.#title = title;
  }

  /** Octets that wait to be taken. */
  get length(): number {
    return this.#text.length;
  }

  /** Has a wire line been written? */
  get hasLines(): boolean {
    return this.#lastWire >= 0 || this.#hasHead;
  }

  wire(party: Party, line: Uint8Array): void {
    this.#lastWire = this.#text.length;
    writeWire(this.#text, party, line, this.#scanner);
  }

  /** A note of ours; `text` is one line. */
  note(text: string): void {
    this.#text.append(this.#scanner.encode(`# ${text}\n`));
  }

  /** Captured octets as a note: they can be neither a directive nor an event. */
  quote(octets: Uint8Array): void {
    this.#text.append(this.#scanner.encode('# | '));
    this.#text.append(escape(octets.subarray(0, LONGEST_NOTE), 'escaped'));
    this.#text.append(NEWLINE);
  }

  /** Says what time it is, where that is news. */
  time(time: number | undefined, where: 'dialogue' | 'content' = 'dialogue'): void {
    if (time === undefined) return;
    const step = this.#noted === undefined ? Infinity : Math.abs(time - this.#noted);
    if (step < (where === 'content' ? PAUSE : STEP)) return;
    const text = timeText(time);
    if (text !== undefined) this.note(text);
    this.#noted = time;
  }

  /** Takes what can be taken while the session goes on. */
  takeSome(start: boolean): Uint8Array | undefined {
    if (this.#lastWire <= 0) return undefined;
    const ready = this.#text.take(this.#lastWire);
    this.#lastWire = 0;
    return this.#withHead({ start, end: false }, ready);
  }

  /** Takes everything; nothing more comes. */
  takeAll(excerpt: Excerpt): Uint8Array {
    if (!this.#hasHead) return this.#withHead(excerpt, this.#text.take());
    if (!excerpt.end) return this.#text.take();
    const before = this.#text.take(Math.max(0, this.#lastWire));
    const parts = [before, this.#scanner.encode('# @excerpt end\n'), this.#text.take()];
    return joined(parts);
  }

  #withHead({ start, end }: Excerpt, body: Uint8Array): Uint8Array {
    if (this.#hasHead) return body;
    this.#hasHead = true;
    const ends = start && end ? 'both' : start ? 'start' : 'end';
    const excerpt = start || end ? `# @excerpt ${ends}\n` : '';
    return joined([this.#scanner.encode(`# ${this.#title}\n${excerpt}`), body]);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const queue = new OctetQueue();
  for (const part of parts) queue.append(part);
  return queue.view();
}
