import type { Span } from '../octets/span.ts';
import { contentLines } from './contentLines.ts';
import type { ContentLine } from './contentLines.ts';
import type { Chunk, Content } from './model.ts';

const LF = 10;

/** The content lines within a stretch that begins where a physical line does. */
export function contentLinesIn(
  chunk: Chunk,
  content: Content,
  stretch: Span,
): Generator<ContentLine> {
  return contentLines(chunk, { ...content, blocks: [stretch] });
}

/** The first content line, or undefined where there is none. */
export function firstContentLine(chunk: Chunk, content: Content): ContentLine | undefined {
  for (const line of contentLines(chunk, content)) return line;
  return undefined;
}

const LOOK_BACK = 16;

/** The last content lines, newest first, at most `count`; notes after them are looked past. */
export function lastContentLines(
  chunk: Chunk,
  content: Content,
  count: number,
): readonly ContentLine[] {
  const found: ContentLine[] = [];
  for (let index = content.blocks.length - 1; index >= 0 && found.length < count; index--) {
    const block = content.blocks[index];
    if (block === undefined) break;
    const lines = [...contentLinesIn(chunk, content, tailOf(chunk, block))];
    // A physical line may hold more lines that a lone CR ends than a call may have arguments.
    for (let at = lines.length - 1; at >= 0 && found.length < count; at--) {
      const line = lines[at];
      if (line !== undefined) found.push(line);
    }
  }
  return found;
}

/** The last physical lines of a block. */
function tailOf(chunk: Chunk, block: Span): Span {
  const { octets, scanner } = chunk;
  let start = block.end;
  for (let line = 0; line < LOOK_BACK && start > block.start; line++) {
    const before = scanner.lastIndexOf(octets, LF, block.start, start - 1);
    if (before < 0) return block;
    start = before + 1;
  }
  return { start, end: block.end };
}
