import { unescape } from '../octets/escapes.ts';
import type { Chunk, Content } from './model.ts';

const CR = 13;
const LF = 10;
const BACKSLASH = 92;

/** One line of content. */
export interface ContentLine {
  /** Physical line, line end left out. */
  readonly from: number;
  readonly to: number;
  /** The payload as written: stuffed dot included; escaped text on a raw line. */
  readonly start: number;
  readonly end: number;
  readonly raw: boolean;
}

/** Walks the content lines, the terminator left out. Physical lines that are notes are skipped. */
export function* contentLines(chunk: Chunk, content: Content): Generator<ContentLine> {
  const { octets } = chunk;
  for (const block of content.blocks) {
    let from = block.start;
    // Most transcripts have no CR at all: one search a block instead of one a line.
    const anyCr = chunk.scanner.indexOf(octets, CR, block.start, block.end) >= 0;
    while (from < block.end) {
      const end = anyCr ? lineEnd(chunk, from, block.end) : lfLineEnd(chunk, from, block.end);
      const start = content.clothes(octets, from, end.to);
      if (start >= 0) {
        const raw = octets[from + 1] === BACKSLASH && start > from + 2;
        yield { from, to: end.to, start, end: end.to, raw };
      }
      from = end.next;
    }
  }
}

function lfLineEnd(chunk: Chunk, from: number, limit: number): { to: number; next: number } {
  const found = chunk.scanner.indexOf(chunk.octets, LF, from, limit);
  return found < 0 ? { to: limit, next: limit } : { to: found, next: found + 1 };
}

function lineEnd(chunk: Chunk, from: number, limit: number): { to: number; next: number } {
  const { octets, scanner } = chunk;
  const found = scanner.indexOf(octets, LF, from, limit);
  const stop = found < 0 ? limit : found;
  // Only in `.smtp` a lone CR ends a line; in a log it was on the wire.
  if (chunk.dialect !== 'smtp') {
    let to = stop;
    while (to > from && octets[to - 1] === CR) to--;
    return { to, next: found < 0 ? limit : found + 1 };
  }
  const lone = scanner.indexOf(octets, CR, from, stop);
  if (lone >= 0 && lone < stop - 1) return { to: lone, next: lone + 1 };
  const to = lone >= 0 ? lone : stop;
  return { to, next: found < 0 ? limit : found + 1 };
}

/**
 * Octets of the content as the receiver gets it: dots unstuffed, CRLF after each line, the
 * terminator left out (RFC 5321 §4.5.2). For BDAT nothing is stuffed. null where it is not shown.
 */
export function contentOctets(chunk: Chunk, content: Content): number | null {
  if (!content.shown) return null;
  let octets = 0;
  for (const line of contentLines(chunk, content)) {
    if (line.raw) octets += unescape(chunk.octets, line.start, line.end).octets.length;
    else {
      const stuffed = content.how === 'data' && chunk.octets[line.start] === 46 ? 1 : 0;
      octets += line.end - line.start - stuffed + 2;
    }
  }
  return octets;
}
