import { unescape } from '../../core/octets/escapes.ts';
import { contentLines } from '../../core/transcript/contentLines.ts';
import type { Chunk, Content, WireLine } from '../../core/transcript/model.ts';

const CR = 13;
const LF = 10;
const DOT = 46;

/** The octets a client line put on the wire, CRLF included; a raw line is exactly what it spells. */
export function lineOctets(chunk: Chunk, line: WireLine): Uint8Array {
  const { start, end } = line.span;
  if (line.raw) return unescape(chunk.octets, start, end).octets;
  // From Node's pool: what is sent one after the other lies one after the other in memory.
  const octets = Buffer.allocUnsafe(end - start + 2);
  octets.set(chunk.octets.subarray(start, end));
  octets.set([CR, LF], end - start);
  return octets;
}

/**
 * The octets of message content as recorded: lines with CRLF, dots stuffed as shown, and the
 * terminator where there is one. `chunkSize` is what BDAT announced: the last line of a chunk goes
 * without CRLF where only so the count is right (RFC 3030 §2), unless it spells its end out.
 */
export function contentOctetsToSend(
  chunk: Chunk,
  content: Content,
  chunkSize: number | undefined,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let spelled = false;
  for (const line of contentLines(chunk, content)) {
    const part = chunk.octets.subarray(line.start, line.end);
    spelled = line.raw;
    if (line.raw) parts.push(unescape(chunk.octets, line.start, line.end).octets);
    else parts.push(part, Uint8Array.of(CR, LF));
  }
  if (content.terminator) parts.push(Uint8Array.of(DOT, CR, LF));
  const octets = joined(parts);
  return chunkSize === octets.length - 2 && !spelled ? octets.subarray(0, chunkSize) : octets;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const octets = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    octets.set(part, at);
    at += part.length;
  }
  return octets;
}
