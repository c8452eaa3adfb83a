import type { Scanner } from './scanner.ts';

const CR = 13;
const LF = 10;

/** How many lines end in [from, to): a line ends with LF, or with a CR that no LF follows. */
export function lineEndsIn(octets: Uint8Array, scanner: Scanner, from: number, to: number): number {
  return scanner.indexOf(octets, CR, from, to) < 0
    ? feedsIn(octets, from, to)
    : endsIn(octets, from, to);
}

function endsIn(octets: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const octet = octets[at];
    if (octet === LF || (octet === CR && octets[at + 1] !== LF)) count++;
  }
  return count;
}

/** Four octets at a time: a zero octet of `word ^ LFLFLFLF` is a line end. */
function feedsIn(octets: Uint8Array, from: number, to: number): number {
  const aligned = Math.min(to, from + (-(octets.byteOffset + from) & 3));
  const length = (to - aligned) >> 2;
  let count = 0;
  for (let at = from; at < aligned; at++) if (octets[at] === LF) count++;
  if (length > 0) count += feedsInWords(octets, aligned, length);
  for (let at = aligned + length * 4; at < to; at++) if (octets[at] === LF) count++;
  return count;
}

function feedsInWords(octets: Uint8Array, from: number, length: number): number {
  const words = new Int32Array(octets.buffer, octets.byteOffset + from, length);
  let count = 0;
  for (let index = 0; index < length; index++) {
    const word = (words[index] ?? 0) ^ 0x0a0a0a0a;
    const none = ((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f;
    if (none !== -1) count += bitsOf(~none);
  }
  return count;
}

/** How many of the bits 7, 15, 23 and 31 are set; no others are. */
function bitsOf(word: number): number {
  return ((word >>> 7) & 1) + ((word >>> 15) & 1) + ((word >>> 23) & 1) + (word >>> 31);
}

/** Octets between two places up to which lines are counted. */
const STEP = 16_384;

/** Line numbers of some places of a text, where a table of all its lines would be too much. */
export class LineCounter {
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  /** Lines that end before each multiple of `STEP`, as far as somebody asked. */
  readonly #counts: number[] = [0];
  /** What was asked last: mostly the next place lies a little behind it. */
  #last = { to: 0, line: 0 };

  constructor(octets: Uint8Array, scanner: Scanner) {
    this.#octets = octets;
    this.#scanner = scanner;
  }

  /** Number (0-based) of the line that holds the offset. */
  lineAt(offset: number): number {
    const to = Math.min(offset, this.#octets.length);
    const step = Math.floor(to / STEP);
    while (this.#counts.length <= step) {
      const from = (this.#counts.length - 1) * STEP;
      this.#counts.push((this.#counts.at(-1) ?? 0) + this.#ends(from, from + STEP));
    }
    const near = this.#last.to <= to && this.#last.to >= step * STEP;
    const from = near ? this.#last : { to: step * STEP, line: this.#counts[step] ?? 0 };
    const line = from.line + this.#ends(from.to, to);
    this.#last = { to, line };
    return line;
  }

  /** Where that line begins. */
  startAt(offset: number): number {
    const feed = this.#scanner.lastIndexOf(this.#octets, LF, 0, offset);
    let from = feed + 1;
    for (;;) {
      const lone = this.#scanner.indexOf(this.#octets, CR, from, offset);
      if (lone < 0 || this.#octets[lone + 1] === LF) return from;
      from = lone + 1;
    }
  }

  #ends(from: number, to: number): number {
    return lineEndsIn(this.#octets, this.#scanner, from, to);
  }
}
