import { FeedSearch } from '../octets/feedSearch.ts';
import type { Scanner } from '../octets/scanner.ts';

const CR = 13;

/** Which octets end a line of a dialect. */
export type LineEnds = 'any' | 'lf';

/** Walks physical lines; fields instead of results, since it runs once a line. */
export class LineCursor {
  readonly #octets: Uint8Array;
  readonly #ends: LineEnds;
  readonly #feeds: FeedSearch;
  /** End of the line, line end left out. */
  to = 0;
  /** Where the next line begins. */
  next = 0;

  constructor(octets: Uint8Array, scanner: Scanner, ends: LineEnds) {
    this.#octets = octets;
    this.#ends = ends;
    this.#feeds = new FeedSearch(octets, scanner);
  }

  /** For whoever needs only the line ends. */
  get feeds(): FeedSearch {
    return this.#feeds;
  }

  /** Moves to the line that begins at `at`. With 'any' a lone CR ends a line, as in an editor. */
  move(at: number): void {
    const octets = this.#octets;
    const stop = this.#feeds.next(at);
    const found = stop < octets.length;
    this.next = found ? stop + 1 : stop;
    this.to = stop;
    if (this.#ends === 'any') {
      const lone = this.#feeds.nextCr(at, stop);
      if (lone < 0) return;
      this.to = lone;
      if (lone < stop - 1 || !found) this.next = lone + 1;
    } else while (this.to > at && octets[this.to - 1] === CR) this.to--;
  }
}
