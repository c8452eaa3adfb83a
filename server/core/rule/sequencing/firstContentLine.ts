import type { Span } from '../../octets/span.ts';
import { contentLines } from '../../transcript/contentLines.ts';
import type { Chunk, Content } from '../../transcript/model.ts';

/** Where content begins: its first line, the whole of it where the payload is empty. */
export function firstContentLine(chunk: Chunk, content: Content): Span | undefined {
  for (const line of contentLines(chunk, content)) {
    return line.end > line.start ? line : { start: line.from, end: line.to };
  }
  return content.terminator?.span;
}
