import type { Scanner } from '../octets/scanner.ts';

const CR = 13;
const LF = 10;

/** Which octets end a line of a dialect. */
export type LineEnds = 'any' | 'lf';

/** Walks physical lines; fields instead of results, since it runs once a line. */
export class LineCursor {
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  readonly #ends: LineEnds;
  /** End of the line, line end left out. */
  to = 0;
  /** Where the next line begins. */
  next = 0;

  constructor(octets: Uint8Array, scanner: Scanner, ends: LineEnds) {
    this.#octets = octets;
    this.#scanner = scanner;
    this.#ends = ends;
  }

  /** Moves to the line that begins at `at`. With 'any' a lone CR ends a line, as in an editor. */
  move(at: number): void {
    const octets = this.#octets;
    const found = this.#scanner.indexOf(octets, LF, at, octets.length);
    const stop = found < 0 ? octets.length : found;
    this.next = found < 0 ? stop : found + 1;
    this.to = stop;
    if (this.#ends === 'any') {
      const lone = this.#scanner.indexOf(octets, CR, at, stop);
      if (lone < 0) return;
      this.to = lone;
      if (lone < stop - 1 || found < 0) this.next = lone + 1;
    } else while (this.to > at && octets[this.to - 1] === CR) this.to--;
  }
}
