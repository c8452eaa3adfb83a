import { Buffer } from 'node:buffer';
import type { ReadOptions } from '../core/transcript/readTranscript.ts';
import { readChunk, readTranscript } from '../core/transcript/readTranscript.ts';
import type { Chunk } from '../core/transcript/model.ts';
import type { Piece } from './piece.ts';
import { ReadPiece } from './piece.ts';
import { LOOKAHEAD, showsStyle } from './showsStyle.ts';

/** Reads a whole text. */
export function readPieces(octets: Uint8Array, options: ReadOptions): ReadPiece[] {
  return Array.from(readTranscript(octets, options), chunk => new ReadPiece(chunk));
}

/**
 * Reads again what changed and keeps the rest: from the changed piece (from the one before where
 * that one's end depends on the change) until a cut falls on the beginning of a piece that is still
 * as it was. The result is what `readPieces` gives for the whole text.
 */
export function reread(pieces: readonly Piece[], options: ReadOptions): ReadPiece[] {
  const stale = stalePieces(pieces, options);
  const result: ReadPiece[] = [];
  let index = 0;
  while (index < pieces.length) {
    const piece = pieces[index];
    if (!stale.has(index) && piece instanceof ReadPiece) {
      result.push(piece);
      index++;
    } else index = readFrom({ pieces, stale, options, result }, index);
  }
  if (result.length === 0) result.push(...readPieces(new Uint8Array(0), options));
  return result;
}

interface Reading {
  readonly pieces: readonly Piece[];
  readonly stale: ReadonlySet<number>;
  readonly options: ReadOptions;
  readonly result: ReadPiece[];
}

/** Reads chunks from the beginning of a piece; returns the piece from which all is as it was. */
function readFrom(reading: Reading, start: number): number {
  const { pieces, stale, result } = reading;
  let index = start;
  let offset = 0;
  while (index < pieces.length && (offset > 0 || stale.has(index))) {
    if (offset === pieces[index]?.octets.length) {
      index++;
      offset = 0;
      continue;
    }
    const chunk = readAt(reading, index, offset);
    result.push(new ReadPiece(chunk));
    let left = chunk.source.length;
    while (left > 0 && index < pieces.length) {
      const rest = (pieces[index]?.octets.length ?? 0) - offset;
      if (left < rest) {
        offset += left;
        break;
      }
      left -= rest;
      index++;
      offset = 0;
    }
  }
  return index;
}

/** Changed pieces, and those before them that were judged by what changed. */
function stalePieces(pieces: readonly Piece[], options: ReadOptions): Set<number> {
  const stale = new Set<number>();
  for (const [index, piece] of pieces.entries()) {
    if (piece.chunk !== undefined) continue;
    stale.add(index);
    addJudges({ pieces, stale, options }, index, piece);
  }
  return stale;
}

/**
 * Adds the pieces before a changed one whose readers looked at what changed: the one right before,
 * if the head changed; a marked one that has only unmarked ones between, since its reader passed
 * over them in search of the next session; unmarked ones as far as they look for marks.
 */
function addJudges(
  { pieces, stale, options }: Pick<Reading, 'pieces' | 'options'> & { stale: Set<number> },
  index: number,
  piece: Piece,
): void {
  const isMarkable = options.dialect.id === 'smtp';
  let passesOver = piece.headChanged;
  let distance = piece.changedFrom;
  for (let at = index - 1; at >= 0; at--) {
    const before = pieces[at];
    if (before === undefined) break;
    distance += before.octets.length;
    const near = distance <= LOOKAHEAD;
    if (!near && !(passesOver && isMarkable) && at < index - 1) break;
    const styled = before.showsStyle;
    if (passesOver && (styled || at === index - 1)) stale.add(at);
    if (near && !styled) stale.add(at);
    if (styled) passesOver = false;
  }
}

/** Reads the chunk that begins there, giving the reader as much of what follows as it needs. */
function readAt(reading: Reading, index: number, offset: number): Chunk {
  const { pieces, options } = reading;
  const next = pieces[index + 1];
  let wanted = (pieces[index]?.octets.length ?? 0) - offset + (next?.head ?? 0);
  if (next?.chunk === undefined) wanted += next?.octets.length ?? 0;
  for (;;) {
    const { octets, atEnd } = gather(pieces, index, offset, wanted);
    if (atEnd || octets.length >= LOOKAHEAD || isOwn(octets, options)) {
      const chunk = readChunk(octets, options);
      if (atEnd || chunk.source.length < octets.length) return chunk;
    }
    wanted = Math.max(LOOKAHEAD, wanted * 2);
  }
}

/** At least `wanted` octets from there on, ending with a line, or all that are left. */
function gather(
  pieces: readonly Piece[],
  index: number,
  offset: number,
  wanted: number,
): { octets: Uint8Array; atEnd: boolean } {
  const parts: Uint8Array[] = [];
  let length = 0;
  let at = index;
  for (; at < pieces.length && length < wanted; at++) {
    const piece = pieces[at];
    if (piece === undefined) break;
    const whole = at === index ? piece.octets.subarray(offset) : piece.octets;
    // Only the head of the piece after: a copy of all of it would be kept with the chunk.
    const headOnly = at > index && piece.chunk !== undefined && length + piece.head >= wanted;
    const part = headOnly ? whole.subarray(0, piece.head) : whole;
    parts.push(part);
    length += part.length;
    if (part.length < whole.length) break;
  }
  const first = parts[0];
  const octets = parts.length === 1 && first !== undefined ? first : Buffer.concat(parts, length);
  return { octets, atEnd: at >= pieces.length };
}

function isOwn(octets: Uint8Array, { dialect, scanner }: ReadOptions): boolean {
  return showsStyle(octets, dialect.id, scanner);
}
