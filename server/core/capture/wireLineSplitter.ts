import type { Scanner } from '../octets/scanner.ts';
import { OctetQueue } from './octetQueue.ts';

const LF = 10;
const CR = 13;

/** A line that has no end after this many octets is given in pieces. */
const LONGEST = 65_536;
/** What is kept back of it, so that the last piece never looks like a line of its own. */
const KEPT = 16;

/** How the octets are to be taken. */
export type Splitting =
  /** At every LF: commands and replies. */
  | 'lines'
  /** At CRLF only: a bare LF inside message content ends nothing. */
  | 'content';

/** Cuts one direction into lines, line ends included. */
export class WireLineSplitter {
  readonly #scanner: Scanner;
  readonly #pending = new OctetQueue();
  /** Pieces of the pending line were given already. */
  #begun = false;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /** Octets of a line that has no end yet. */
  get pending(): number {
    return this.#pending.length;
  }

  /** The next line begins in the middle of one. */
  get isContinued(): boolean {
    return this.#begun;
  }

  /**
   * The next line, or piece of a long one, of the pending octets and `octets` from `from` on.
   * Where the line has no end yet they become pending, and `line` is undefined.
   */
  next(
    octets: Uint8Array,
    from: number,
    splitting: Splitting,
  ): { readonly line: Uint8Array | undefined; readonly next: number } {
    const end = this.#endOf(octets, from, splitting);
    if (end >= 0) return { line: this.#join(octets.subarray(from, end)), next: end };
    this.#pending.append(octets.subarray(from));
    if (this.#pending.length <= LONGEST) return { line: undefined, next: octets.length };
    this.#begun = true;
    return { line: this.#pending.take(this.#pending.length - KEPT), next: octets.length };
  }

  /** Takes what is pending although its end is missing. */
  flush(): Uint8Array | undefined {
    this.#begun = false;
    return this.#pending.length === 0 ? undefined : this.#pending.take();
  }

  /** Takes what is pending up to its last LF. */
  flushLines(): Uint8Array | undefined {
    const octets = this.#pending.view();
    const end = this.#scanner.lastIndexOf(octets, LF, 0, octets.length) + 1;
    if (end === 0) return undefined;
    this.#begun = false;
    return this.#pending.take(end);
  }

  /** Where the line that goes on at `from` ends, -1 where it does not. */
  #endOf(octets: Uint8Array, from: number, splitting: Splitting): number {
    for (let at = from; ;) {
      const lf = this.#scanner.indexOf(octets, LF, at, octets.length);
      if (lf < 0 || splitting === 'lines') return lf < 0 ? -1 : lf + 1;
      const before = lf > from ? octets[lf - 1] : this.#pending.at(this.#pending.length - 1);
      if (before === CR) return lf + 1;
      at = lf + 1;
    }
  }

  #join(rest: Uint8Array): Uint8Array {
    this.#begun = false;
    if (this.#pending.length === 0) return rest;
    this.#pending.append(rest);
    return this.#pending.take();
  }
}
