import { unescape } from '../../octets/escapes.ts';
import type { Span } from '../../octets/span.ts';
import type { ContentLine } from '../../transcript/contentLines.ts';
import { contentLinesIn } from '../../transcript/contentParts.ts';
import type { Chunk, Content } from '../../transcript/model.ts';

const LF = 10;
const DOT = 46;

/** A content line and its octets without CRLF and stuffed dot. */
export interface LongLine {
  readonly at: Span;
  readonly octets: number;
}

/**
 * Content lines of more than `limit` octets, CRLF and stuffed dot not counted. Jumps from line end
 * to line end in steps of the limit, so that short lines are never looked at one by one.
 */
export function* longLines(chunk: Chunk, content: Content, limit: number): Generator<LongLine> {
  for (const block of content.blocks) {
    let from = block.start;
    while (block.end - from > limit) {
      const last = chunk.scanner.lastIndexOf(chunk.octets, LF, from, from + limit + 1);
      if (last >= 0) {
        from = last + 1;
        continue;
      }
      const line = firstLine(chunk, content, { start: from, end: block.end });
      const octets = line.found === undefined ? 0 : octetsOf(chunk, content, line.found);
      if (line.found !== undefined && octets > limit) {
        yield { at: { start: line.found.start, end: line.found.end }, octets };
      }
      from = line.next;
    }
  }
}

function firstLine(
  chunk: Chunk,
  content: Content,
  stretch: Span,
): { found: ContentLine | undefined; next: number } {
  const { octets, scanner } = chunk;
  for (const found of contentLinesIn(chunk, content, stretch)) {
    const next = found.to + (octets[found.to] === 13 && octets[found.to + 1] === LF ? 2 : 1);
    return { found, next };
  }
  const end = scanner.indexOf(octets, LF, stretch.start, stretch.end);
  return { found: undefined, next: end < 0 ? stretch.end : end + 1 };
}

function octetsOf(chunk: Chunk, content: Content, line: ContentLine): number {
  const { octets } = chunk;
  const stuffed = content.how === 'data' && octets[line.start] === DOT ? 1 : 0;
  if (!line.raw) return line.end - line.start - stuffed;
  const wire = unescape(octets, line.start, line.end).octets;
  let longest = 0;
  let from = stuffed;
  for (let end = wire.indexOf(LF); end >= 0; end = wire.indexOf(LF, from)) {
    longest = Math.max(longest, end - from - (wire[end - 1] === 13 ? 1 : 0));
    from = end + 1;
  }
  return Math.max(longest, wire.length - from);
}
