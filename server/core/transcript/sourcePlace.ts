import { lineAt } from '../octets/lineIndex.ts';
import type { Span } from '../octets/span.ts';
import type { Chunk } from './model.ts';

/** The stretch of the file (octets from the chunk's beginning) that a span of the chunk shows. */
export function sourceSpanOf({ origin }: Pick<Chunk, 'origin'>, span: Span): Span {
  if (origin === undefined) return span;
  const start = origin.toSource(span.start);
  return { start, end: Math.max(start, origin.toSourceEnd(span.end)) };
}

/** The physical line (0-based, within the chunk) on which an offset of the chunk stands. */
export function sourceLineOf(chunk: Chunk, offset: number): number {
  const { origin, sourceLines } = chunk;
  return lineAt(sourceLines, origin === undefined ? offset : origin.toSource(offset));
}
