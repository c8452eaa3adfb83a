import { unescape } from '../../octets/escapes.ts';
import type { Span } from '../../octets/span.ts';
import { characterEnd } from '../../smtp/utf8.ts';
import { contentLinesIn } from '../../transcript/contentParts.ts';
import type { Chunk, Content } from '../../transcript/model.ts';
import { firstNonAscii } from '../../transcript/nonAscii.ts';

const LF = 10;
const BACKSLASH = 92;
const COLON = 58;

/**
 * The first character of the content at or after `from` (where a physical line begins) that holds
 * an octet above 127, or the first escape of a raw line that stands for one.
 */
export function firstEightBit(chunk: Chunk, content: Content, from: number): Span | undefined {
  const plain = firstPlain(chunk, content, from);
  const escaped = firstEscaped(chunk, content, from);
  if (plain === undefined || escaped === undefined) return plain ?? escaped;
  return plain.start < escaped.start ? plain : escaped;
}

function firstPlain(chunk: Chunk, content: Content, from: number): Span | undefined {
  const { octets, scanner } = chunk;
  for (const block of content.blocks) {
    let at = Math.max(from, block.start);
    while (at < block.end) {
      const found = firstNonAscii(scanner, octets, at, block.end);
      if (found < 0) break;
      const line = lineAround(chunk, found, block);
      const start = content.clothes(octets, line.start, line.end);
      if (start >= 0) return { start: found, end: characterEnd(octets, found, line.end) };
      // A note between the content lines.
      at = line.end + 1;
    }
  }
  return undefined;
}

function lineAround({ octets, scanner }: Chunk, at: number, block: Span): Span {
  const start = scanner.lastIndexOf(octets, LF, block.start, at) + 1;
  const end = scanner.indexOf(octets, LF, at, block.end);
  return { start: Math.max(start, block.start), end: end < 0 ? block.end : end };
}

const RAW_MARK = Uint8Array.of(BACKSLASH, COLON);
const HEX_ESCAPE = Uint8Array.of(BACKSLASH, 120);

function firstEscaped(chunk: Chunk, content: Content, from: number): Span | undefined {
  const { octets, scanner } = chunk;
  for (const block of content.blocks) {
    let at = Math.max(from, block.start);
    if (scanner.indexOfSequence(octets, RAW_MARK, at, block.end) < 0) continue;
    while (at < block.end) {
      const escape = scanner.indexOfSequence(octets, HEX_ESCAPE, at, block.end);
      if (escape < 0) break;
      const line = lineAround(chunk, escape, block);
      const found = escapeIn(chunk, content, line);
      if (found !== undefined) return found;
      at = line.end + 1;
    }
  }
  return undefined;
}

/** The first escape of a raw line for an octet above 127. */
function escapeIn(chunk: Chunk, content: Content, stretch: Span): Span | undefined {
  for (const line of contentLinesIn(chunk, content, stretch)) {
    if (!line.raw) continue;
    const { octets, origins } = unescape(chunk.octets, line.start, line.end);
    const first = octets.findIndex(octet => octet > 127);
    if (first >= 0)
      return { start: origins[first] ?? line.start, end: origins[first + 1] ?? line.end };
  }
  return undefined;
}
