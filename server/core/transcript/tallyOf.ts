import type { ContentTally } from '../dialect/contentTally.ts';
import { contentLines } from './contentLines.ts';
import type { Chunk, Content } from './model.ts';
import { unescape } from '../octets/escapes.ts';

const LF = 10;
const CR = 13;
const DOT = 46;
const BACKSLASH = 92;
const MARK = Uint8Array.of(BACKSLASH, 58);

const walked = new WeakMap<Content, ContentTally>();

/** What is to be counted in the content; walked through once where the reader did not count. */
export function tallyOf(chunk: Chunk, content: Content): ContentTally {
  const known = content.tally ?? walked.get(content);
  if (known !== undefined) return known;
  const tally = isPlain(chunk, content) ? walkPlain(chunk, content) : walkAny(chunk, content);
  walked.set(content, tally);
  return tally;
}

/** No CR and no raw line. */
function isPlain({ octets, scanner }: Chunk, { blocks }: Content): boolean {
  return blocks.every(
    ({ start, end }) =>
      scanner.indexOf(octets, CR, start, end) < 0 &&
      scanner.indexOfSequence(octets, MARK, start, end) < 0,
  );
}

function walkAny(chunk: Chunk, content: Content): ContentTally {
  let [octets, longest, loneDot] = [0, 0, false];
  for (const { start, end, raw } of contentLines(chunk, content)) {
    const dotted = content.how === 'data' && chunk.octets[start] === DOT && end > start;
    octets += raw ? unescape(chunk.octets, start, end).octets.length : end - start + 2;
    if (dotted && !raw) octets--;
    if (end - start > longest) longest = end - start;
    if (dotted && chunk.octets[start + 1] !== DOT) loneDot = true;
  }
  return { octets, longest, loneDot };
}

/** Octets that are decoded and searched at once. */
const WINDOW = 65_536;

/**
 * Lines that end with LF and nothing else. A search in a string costs a third of one in octets,
 * and there are as many searches as lines.
 */
function walkPlain(chunk: Chunk, { blocks, clothes, how }: Content): ContentTally {
  const { octets: text, scanner } = chunk;
  let [octets, longest, loneDot] = [0, 0, false];
  for (const block of blocks) {
    let from = block.start;
    while (from < block.end) {
      const base = from;
      const window = scanner.latin1(text, base, Math.min(base + WINDOW, block.end));
      for (;;) {
        const found = window.indexOf('\n', from - base);
        const next = found >= 0 ? base + found : lineEndFrom(chunk, from, block.end);
        const start = clothes(text, from, next);
        if (start >= 0) {
          octets += next - start + 2;
          if (next - start > longest) longest = next - start;
          if (how === 'data' && text[start] === DOT && next > start) {
            octets--;
            if (text[start + 1] !== DOT) loneDot = true;
          }
        }
        from = next + 1;
        if (found < 0 || from - base >= window.length) break;
      }
    }
  }
  return { octets, longest, loneDot };
}

/** The line that begins at `from` ends beyond the window. */
function lineEndFrom({ octets, scanner }: Chunk, from: number, limit: number): number {
  const found = scanner.indexOf(octets, LF, from, limit);
  return found < 0 ? limit : found;
}
