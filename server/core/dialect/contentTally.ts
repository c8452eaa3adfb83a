import type { FeedSearch } from '../octets/feedSearch.ts';

const CR = 13;
const SPACE = 32;
const DOT = 46;
const COLON = 58;
const LETTER_C = 67;
const CRLF = 2;
const MARK = 3;

/** What was counted on the way through DATA content, the terminator left out. */
export interface ContentTally {
  /** As the receiver gets them: dots unstuffed, CRLF after each line (RFC 5321 §4.5.2). */
  readonly octets: number;
  /** Octets of the longest payload, as written. */
  readonly longest: number;
  /** Some payload begins with a dot that has no second one. */
  readonly loneDot: boolean;
}

/** No content yet. */
export const NO_CONTENT: ContentTally = { octets: 0, longest: 0, loneDot: false };

/** Both together. */
export function addTally(a: ContentTally, b: ContentTally): ContentTally {
  return {
    octets: a.octets + b.octets,
    longest: Math.max(a.longest, b.longest),
    loneDot: a.loneDot || b.loneDot,
  };
}

/** Counts content while a reader looks for its end. */
export class ContentCounter implements ContentTally {
  octets = 0;
  longest = 0;
  loneDot = false;
  /** There was a CR: the others are not searched for in vain again and again. */
  #returns = false;

  /** A payload that is no terminator. */
  line(text: Uint8Array, start: number, end: number): void {
    this.octets += end - start + CRLF;
    if (end - start > this.longest) this.longest = end - start;
    if (end === start || text[start] !== DOT) return;
    this.octets--;
    if (text[start + 1] !== DOT) this.loneDot = true;
  }

  /**
   * Counts lines `C: …` that do not begin with a dot, which nearly all are; gives the place of the
   * first that is another, or where the octets end.
   */
  plainLines(text: Uint8Array, feeds: FeedSearch, from: number): number {
    if (this.#returns) return this.#returnLines(text, feeds, from);
    const { octets, longest } = this;
    const to = this.#feedLines(text, feeds, from);
    if (feeds.hasNoCr(from, to)) return to;
    // One search tells of all lines; only where there is a CR each is looked at again.
    this.#returns = true;
    this.octets = octets;
    this.longest = longest;
    return this.#returnLines(text, feeds, from);
  }

  /** As if LF alone ended a line. */
  #feedLines(text: Uint8Array, feeds: FeedSearch, from: number): number {
    let { octets, longest } = this;
    let line = from;
    while (text[line] === LETTER_C && text[line + 1] === COLON && text[line + 2] === SPACE) {
      const feed = feeds.next(line);
      if (feed >= text.length || text[line + MARK] === DOT) break;
      const length = feed - line - MARK;
      octets += length + CRLF;
      if (length > longest) longest = length;
      line = feed + 1;
      // Where the first lines end with CRLF, the others will too.
      if (text[feed - 1] === CR) break;
    }
    this.octets = octets;
    this.longest = longest;
    return line;
  }

  /** Lines that end with CRLF or LF; a lone CR in one leaves it to others. */
  #returnLines(text: Uint8Array, feeds: FeedSearch, from: number): number {
    let line = from;
    while (text[line] === LETTER_C && text[line + 1] === COLON && text[line + 2] === SPACE) {
      const feed = feeds.next(line);
      if (feed >= text.length || text[line + MARK] === DOT) break;
      const cr = feeds.nextCr(line, feed);
      if (cr >= 0 && cr < feed - 1) break;
      const length = (cr < 0 ? feed : cr) - line - MARK;
      this.octets += length + CRLF;
      if (length > this.longest) this.longest = length;
      line = feed + 1;
    }
    return line;
  }
}
