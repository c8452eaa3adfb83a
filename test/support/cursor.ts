import { probeDialect } from '../../server/core/dialect/probe.ts';
import type { Chunk } from '../../server/core/transcript/model.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';

/** A place in a transcript: the chunk it lies in and its octet offset there. */
export interface Cursor {
  readonly chunk: Chunk;
  readonly offset: number;
}

/**
 * Reads a fixture whose `$0` marks the cursor; one leading line end is dropped. The mark itself is
 * taken out before reading.
 */
export function readCursor(fixture: string): Cursor {
  const text = fixture.replace(/^\n/, '');
  const at = text.indexOf('$0');
  if (at < 0) throw new Error('the fixture has no $0');
  let left = Buffer.byteLength(text.slice(0, at));
  for (const chunk of readChunks(text.replace('$0', ''))) {
    // At a boundary the cursor belongs to the chunk after, unless there is none.
    if (left < chunk.octets.length) return { chunk, offset: left };
    left -= chunk.octets.length;
  }
  const last = readChunks(text.replace('$0', '')).at(-1);
  if (last === undefined) throw new Error('a transcript has at least one chunk');
  return { chunk: last, offset: last.octets.length };
}

/** All chunks of a text, its dialect detected. */
export function readChunks(text: string): Chunk[] {
  const octets = Buffer.from(text.replace(/^\n/, ''));
  const { dialect } = probeDialect(octets, bufferScanner);
  return [...readTranscript(octets, { scanner: bufferScanner, dialect })];
}

/** The text of a span. */
export function textOf(
  chunk: Chunk,
  span: { readonly start: number; readonly end: number },
): string {
  return Buffer.from(chunk.octets.subarray(span.start, span.end)).toString('utf8');
}
