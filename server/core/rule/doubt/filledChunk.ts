import { dialectOf } from '../../dialect/probe.ts';
import type { Span } from '../../octets/span.ts';
import { readChunk } from '../../transcript/readTranscript.ts';
import type { Chunk } from '../../transcript/model.ts';

/** Octets that take the place of others. */
export interface Filler {
  readonly at: Span;
  readonly octets: Uint8Array;
}

/** A chunk with some of its octets replaced. */
export interface FilledChunk {
  readonly chunk: Chunk;
  /** Where an offset of it was in the original; the beginning of what was replaced. */
  readonly placeOf: (offset: number) => number;
}

/**
 * Reads the chunk with other octets in some places, in the order of the text; undefined where it is
 * then cut otherwise, so that nothing can be compared.
 */
export function filledChunk(chunk: Chunk, fillers: readonly Filler[]): FilledChunk | undefined {
  const dialect = dialectOf(chunk.dialect);
  if (dialect === undefined) return undefined;
  const octets = withFillers(chunk.octets, fillers);
  const made = readChunk(octets, { scanner: chunk.scanner, dialect });
  const isSame =
    made.octets.length === octets.length && made.sessions.length === chunk.sessions.length;
  if (!isSame) return undefined;
  return {
    chunk: abutting(made, chunk.abuts),
    placeOf: offset => placeBefore(fillers, offset),
  };
}

function withFillers(octets: Uint8Array, fillers: readonly Filler[]): Uint8Array {
  const more = fillers.reduce(
    (sum, { at, octets: own }) => sum + own.length - at.end + at.start,
    0,
  );
  const all = new Uint8Array(octets.length + more);
  let [from, to] = [0, 0];
  for (const { at, octets: own } of fillers) {
    all.set(octets.subarray(from, at.start), to);
    all.set(own, to + at.start - from);
    to += at.start - from + own.length;
    from = at.end;
  }
  all.set(octets.subarray(from), to);
  return all;
}

function placeBefore(fillers: readonly Filler[], offset: number): number {
  let moved = 0;
  for (const { at, octets } of fillers) {
    if (offset < at.start + moved) break;
    if (offset < at.start + moved + octets.length) return at.start;
    moved += octets.length - at.end + at.start;
  }
  return offset - moved;
}

/** What follows a chunk is not read with it. */
function abutting(chunk: Chunk, abuts: boolean): Chunk {
  const { octets, source, origin, scanner, dialect, sessions, loose } = chunk;
  return {
    ...{ octets, source, origin, scanner, dialect, sessions, loose, abuts },
    get lines() {
      return chunk.lines;
    },
    get sourceLines() {
      return chunk.sourceLines;
    },
    get lineCounter() {
      return chunk.lineCounter;
    },
  };
}
