import type { Scanner } from '../octets/scanner.ts';

/**
 * Searches one sequence again and again, each time further on. What was searched once is not
 * searched a second time, so that all searches together are linear in the text.
 */
export class ForwardSearch {
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  readonly #sequence: Uint8Array;
  /** [from, to) was searched; `found` is the first place in it, -1 where there is none. */
  #from = 0;
  #to = 0;
  #found = -1;

  constructor(octets: Uint8Array, scanner: Scanner, sequence: Uint8Array) {
    this.#octets = octets;
    this.#scanner = scanner;
    this.#sequence = sequence;
  }

  /** First place of the sequence that begins and ends within [from, to), or -1. */
  next(from: number, to: number): number {
    if (from < this.#from || this.#isStale(from, to)) this.#search(from, to);
    const fits = this.#found + this.#sequence.length <= to;
    return this.#found >= from && fits ? this.#found : -1;
  }

  #isStale(from: number, to: number): boolean {
    return this.#found < 0 ? to > this.#to : this.#found < from;
  }

  #search(from: number, to: number): void {
    // Nothing was found before `#to`; the sequence may begin there and end behind it.
    const known = this.#found < 0 && from >= this.#from ? this.#to - this.#sequence.length + 1 : 0;
    const start = Math.max(from, known);
    this.#found = this.#scanner.indexOfSequence(this.#octets, this.#sequence, start, to);
    this.#from = from;
    this.#to = to;
  }
}
