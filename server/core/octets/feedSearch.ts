import type { Scanner } from './scanner.ts';

const LF = 10;
const CR = 13;

/** LF in each octet of a word. */
const FEEDS = 0x0a0a0a0a;
const LOW_BITS = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;
const OTHER_BITS = 0x7f7f7f7f;

/** The octet at the lowest address is the lowest of its word. */
const LITTLE_ENDIAN = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

const FIRST_SIZE = 1_024;
const LARGEST_SIZE = 4_096;

/**
 * Finds line ends, further on each time. There are as many searches as lines, and a call of a
 * native search for each costs more than to look at four octets at once.
 */
export class FeedSearch {
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  /** The same octets as words; the first may begin before them, by `#shift`. */
  readonly #words: Int32Array;
  readonly #shift: number;
  /** [from, found) holds no LF. */
  #from = 0;
  #found = -1;
  /** [crFrom, crTo) holds no CR. */
  #crFrom = 0;
  #crTo = 0;
  /** There is one at `crTo`. */
  #crKnown = false;
  #size = FIRST_SIZE;

  constructor(octets: Uint8Array, scanner: Scanner) {
    this.#octets = octets;
    this.#scanner = scanner;
    this.#shift = octets.byteOffset & 3;
    const count = LITTLE_ENDIAN ? (octets.length + this.#shift) >> 2 : 0;
    this.#words = new Int32Array(octets.buffer, octets.byteOffset - this.#shift, count);
  }

  /** The first LF at or after `at`, or the length of the octets. Not searched twice in a line. */
  next(at: number): number {
    if (at >= this.#from && at <= this.#found) return this.#found;
    this.#from = at;
    this.#found = this.#search(at);
    return this.#found;
  }

  #search(at: number): number {
    const words = this.#words;
    const place = at + this.#shift;
    let index = place >> 2;
    if (index >= words.length) return this.#nextOctet(at);
    let word = (words[index] ?? 0) ^ FEEDS;
    // In the first word only octets from `at` on count, so the others must not disturb them.
    let found = ~(((word & OTHER_BITS) + OTHER_BITS) | word | OTHER_BITS);
    found &= -1 << ((place & 3) << 3);
    while (found === 0) {
      if (++index >= words.length) return this.#nextOctet((index << 2) - this.#shift);
      word = (words[index] ?? 0) ^ FEEDS;
      // The lowest bit that is set stands for the first LF; those above it may be wrong.
      found = (word - LOW_BITS) & ~word & HIGH_BITS;
    }
    return (index << 2) + ((31 - Math.clz32(found & -found)) >> 3) - this.#shift;
  }

  /** The first CR in [from, to), or -1. What was searched once is not searched again. */
  nextCr(from: number, to: number): number {
    // Who goes back and forth shall not search far each time.
    if (from < this.#crFrom) this.#size = FIRST_SIZE;
    if (from < this.#crFrom || from > this.#crTo) {
      this.#crFrom = from;
      this.#crTo = from;
      this.#crKnown = false;
    }
    if (this.#crKnown) return this.#crTo < to ? this.#crTo : -1;
    while (this.#crTo < to) {
      const end = Math.min(Math.max(to, this.#crTo + this.#size), this.#octets.length);
      this.#size = Math.min(this.#size * 2, LARGEST_SIZE);
      const found = this.#scanner.indexOf(this.#octets, CR, this.#crTo, end);
      if (found >= 0) {
        this.#crTo = found;
        this.#crKnown = true;
        return found < to ? found : -1;
      }
      this.#crTo = end;
      if (end === this.#octets.length) break;
    }
    return -1;
  }

  /** [from, to) holds no CR. */
  hasNoCr(from: number, to: number): boolean {
    return this.#scanner.indexOf(this.#octets, CR, from, to) < 0;
  }

  /** Octets after the last whole word. */
  #nextOctet(from: number): number {
    const found = this.#octets.indexOf(LF, from);
    return found < 0 ? this.#octets.length : found;
  }
}
