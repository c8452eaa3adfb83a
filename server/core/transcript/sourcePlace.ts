import { lineAt, lineEndAt } from '../octets/lineIndex.ts';
import type { Span } from '../octets/span.ts';
import type { Chunk } from './model.ts';

/** The stretch of the file (octets from the chunk's beginning) that a span of the chunk shows. */
export function sourceSpanOf({ origin }: Pick<Chunk, 'origin'>, span: Span): Span {
  if (origin === undefined) return span;
  const start = origin.toSource(span.start);
  return { start, end: Math.max(start, origin.toSourceEnd(span.end)) };
}

/**
 * The same, cut where the file's lines end: what a dump shows in two rows is two stretches. In the
 * order of the span, which is the file's where no line was read before its turn.
 */
export function sourcePartsOf(chunk: Chunk, span: Span): Span[] {
  const whole = sourceSpanOf(chunk, span);
  const { origin, source, sourceLines } = chunk;
  if (whole.end <= lineEndAt(source, sourceLines, lineAt(sourceLines, whole.start))) return [whole];
  const parts: Span[] = [];
  for (let at = span.start; at < span.end;) {
    const start = origin?.toSource(at) ?? at;
    const line = lineAt(sourceLines, start);
    const lineEnd = lineEndAt(source, sourceLines, line);
    let end = start;
    let next = at;
    while (next < span.end) {
      const reached = origin?.toSourceEnd(next + 1) ?? next + 1;
      if (reached < end || (reached > lineEnd && next > at)) break;
      end = Math.min(reached, lineEnd);
      next++;
      if (reached > lineEnd) break;
    }
    if (end > start) parts.push({ start, end });
    at = next;
  }
  return parts;
}

/** The physical line (0-based, within the chunk) on which an offset of the chunk stands. */
export function sourceLineOf(chunk: Chunk, offset: number): number {
  const { origin, lineCounter } = chunk;
  return lineCounter.lineAt(origin === undefined ? offset : origin.toSource(offset));
}
