import type { Span } from '../octets/span.ts';
import type { ContentLine } from './contentLines.ts';
import { contentLinesIn } from './contentParts.ts';
import type { Chunk, Content } from './model.ts';

const LF = 10;
const CR = 13;

/** A line that is a boundary delimiter (RFC 2046 §5.1.1). */
export interface DelimiterLine {
  readonly line: ContentLine;
  /** Where the physical line after it begins. */
  readonly next: number;
  /** It ends the last part. */
  readonly closes: boolean;
}

/** Octets that may be searched for the sake of one message, and places that may be looked at. */
const MOST_OCTETS = 268_435_456;
const MOST_PLACES = 20_000;

/** Where the physical line after this one begins, at most `limit`. */
export function lineAfter({ octets }: Chunk, { to }: ContentLine, limit: number): number {
  const feed = octets[to] === CR && octets[to + 1] === LF ? to + 1 : to;
  return Math.min(limit, feed + 1);
}

/** Finds delimiter lines by native search, within a budget for the whole message. */
export class DelimiterSearch {
  readonly #chunk: Chunk;
  readonly #content: Content;
  #octets = MOST_OCTETS;
  #places = MOST_PLACES;

  constructor(chunk: Chunk, content: Content) {
    this.#chunk = chunk;
    this.#content = content;
  }

  /** The budget is used up: what was not found may still be there. */
  get exhausted(): boolean {
    return this.#octets <= 0 || this.#places <= 0;
  }

  /** The delimiter lines of this boundary within a stretch, in order. */
  *lines(boundary: string, stretch: Span): Generator<DelimiterLine> {
    const { octets, scanner } = this.#chunk;
    const delimiter = scanner.encode(`--${boundary}`);
    for (const block of this.#content.blocks) {
      let at = Math.max(block.start, stretch.start);
      const end = Math.min(block.end, stretch.end);
      while (at < end && !this.exhausted) {
        const found = scanner.indexOfSequence(octets, delimiter, at, end);
        this.#octets -= (found < 0 ? end : found) - at;
        this.#places--;
        if (found < 0) break;
        const start = Math.max(at, scanner.lastIndexOf(octets, LF, at, found) + 1);
        const feed = scanner.indexOf(octets, LF, found, end);
        at = feed < 0 ? end : feed + 1;
        const line = this.#delimiterLine({ start, end: at }, found);
        if (line === undefined) continue;
        at = lineAfter(this.#chunk, line, end);
        const closes = this.#ending(line, found + delimiter.length);
        if (closes !== undefined) yield { line, next: at, closes };
      }
    }
  }

  /** The content line whose payload begins with the delimiter. */
  #delimiterLine(stretch: Span, found: number): ContentLine | undefined {
    for (const line of contentLinesIn(this.#chunk, this.#content, stretch)) {
      if (line.start === found) return line;
    }
    return undefined;
  }

  /** True for the closing one, false for another, undefined where the line says something else. */
  #ending(line: ContentLine, from: number): boolean | undefined {
    const { octets, scanner } = this.#chunk;
    if (line.end - from > 100) return undefined;
    const text = scanner.latin1(octets, from, line.end);
    const rest = (line.raw ? text.replace(/(?:\\r)?\\n$/, '') : text).trimEnd();
    if (rest === '') return false;
    return rest === '--' ? true : undefined;
  }
}
