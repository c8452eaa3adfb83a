import { unescape } from '../core/octets/escapes.ts';
import { announcedOctets } from '../core/transcript/announcedOctets.ts';
import { contentLines } from '../core/transcript/contentLines.ts';
import type { Chunk, Content, Exchange } from '../core/transcript/model.ts';
import { OctetWriter } from './octetWriter.ts';

const CR = 13;
const LF = 10;
const DOT = 46;

/** The message as the receiver gets it: all its chunks, dots unstuffed, each line with CRLF. */
export function contentOf(chunk: Chunk, exchanges: readonly Exchange[]): Uint8Array {
  const writer = new OctetWriter();
  for (const exchange of exchanges) {
    const { content } = exchange;
    if (content === undefined || !content.shown) continue;
    if (content.how === 'data') writer.octets(unstuffed(wireContent(chunk, content)));
    else writer.octets(chunkOctets(chunk, exchange, content));
  }
  return writer.written();
}

/** The octets between DATA and the dot, as they were on the wire. */
export function wireContent(chunk: Chunk, content: Content): Uint8Array {
  const writer = new OctetWriter();
  for (const { start, end, raw } of contentLines(chunk, content)) {
    if (raw) writer.octets(unescape(chunk.octets, start, end).octets);
    else {
      writer.octets(chunk.octets, start, end);
      writer.ascii('\r\n');
    }
  }
  return writer.written();
}

/** A BDAT chunk; its last line goes without CRLF where only so the count is right. */
export function chunkOctets(chunk: Chunk, exchange: Exchange, content: Content): Uint8Array {
  const octets = wireContent(chunk, content);
  const announced = announcedOctets(chunk, exchange.command);
  return announced === octets.length - 2 ? octets.subarray(0, announced) : octets;
}

/** Without the dot that was put before a line that begins with one (RFC 5321 §4.5.2). */
export function unstuffed(octets: Uint8Array): Uint8Array {
  return withDots(octets, false);
}

/** With a dot put before every line that begins with one. */
export function stuffed(octets: Uint8Array): Uint8Array {
  return withDots(octets, true);
}

function withDots(octets: Uint8Array, more: boolean): Uint8Array {
  const writer = new OctetWriter();
  let from = 0;
  for (const line of dotLines(octets)) {
    writer.octets(octets, from, line);
    if (more) writer.ascii('.');
    from = more ? line : line + 1;
  }
  writer.octets(octets, from);
  return writer.written();
}

/** Where the lines begin that begin with a dot; only CRLF ends a line. */
function* dotLines(octets: Uint8Array): Generator<number> {
  let line = 0;
  while (line < octets.length) {
    if (octets[line] === DOT && (line === 0 || octets[line - 2] === CR)) yield line;
    const feed = octets.indexOf(LF, line);
    if (feed < 0) return;
    line = feed + 1;
  }
}
