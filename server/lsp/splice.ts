import { Buffer } from 'node:buffer';
import type { Piece } from './piece.ts';
import { ChangedPiece } from './piece.ts';

/** Replaces the octets [start, end) of the document. */
export interface OctetEdit {
  readonly start: number;
  readonly end: number;
  readonly octets: Uint8Array;
}

/**
 * Applies edits, sorted and apart from each other, to the pieces. `starts` are the pieces' offsets.
 * A piece whose last or first octet an edit touches is part of the change, so that a CR and an LF
 * that come together are seen.
 */
export function splice(
  pieces: readonly Piece[],
  starts: readonly number[],
  edits: readonly OctetEdit[],
): Piece[] {
  const result: Piece[] = [];
  let next = 0;
  for (const group of groupsOf(pieces, starts, edits)) {
    while (next < group.first) pushAt(result, pieces, next++);
    result.push(merged(pieces, starts, group));
    next = group.last + 1;
  }
  while (next < pieces.length) pushAt(result, pieces, next++);
  return result;
}

function pushAt(result: Piece[], pieces: readonly Piece[], index: number): void {
  const piece = pieces[index];
  if (piece !== undefined) result.push(piece);
}

/** Edits that touch the same pieces. */
interface Group {
  readonly first: number;
  last: number;
  readonly edits: OctetEdit[];
}

function groupsOf(
  pieces: readonly Piece[],
  starts: readonly number[],
  edits: readonly OctetEdit[],
): Group[] {
  const groups: Group[] = [];
  for (const edit of edits) {
    const first = pieceAt(starts, Math.max(0, edit.start - 1));
    const last = Math.min(pieceAt(starts, edit.end), pieces.length - 1);
    const before = groups.at(-1);
    if (before !== undefined && first <= before.last) {
      before.last = Math.max(last, before.last);
      before.edits.push(edit);
    } else groups.push({ first, last, edits: [edit] });
  }
  return groups;
}

function merged(pieces: readonly Piece[], starts: readonly number[], group: Group): Piece {
  const base = starts[group.first] ?? 0;
  const parts: Uint8Array[] = [];
  const copy = (from: number, to: number): void => {
    for (let at = group.first; at <= group.last; at++) {
      const start = starts[at] ?? 0;
      const octets = pieces[at]?.octets;
      if (octets === undefined || start >= to || start + octets.length <= from) continue;
      parts.push(octets.subarray(Math.max(0, from - start), to - start));
    }
  };
  let at = base;
  for (const edit of group.edits) {
    copy(at, edit.start);
    parts.push(edit.octets);
    at = edit.end;
  }
  copy(at, Infinity);
  const first = pieces[group.first];
  const changed = (group.edits[0]?.start ?? base) - base;
  const octets = Buffer.concat(parts);
  return first === undefined ? emptyPiece(octets) : new ChangedPiece(octets, changed, first);
}

function emptyPiece(octets: Uint8Array): Piece {
  const lines = { starts: new Uint32Array(1), count: 1 };
  const nothing: Piece = {
    octets: new Uint8Array(0),
    lines,
    chunk: undefined,
    head: 0,
    changedFrom: 0,
    headChanged: true,
    showsStyle: false,
    findings: undefined,
  };
  return new ChangedPiece(octets, 0, nothing);
}

/** Number of the last entry that is not above `value`. */
export function pieceAt(starts: readonly number[], value: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
