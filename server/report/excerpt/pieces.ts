import type { Scanner } from '../../core/octets/scanner.ts';
import type { Span } from '../../core/octets/span.ts';
import { visibleOf } from '../../core/octets/visible.ts';
import { cellsOf } from './cellsOf.ts';
import { REDACTED } from './secretsIn.ts';

/** What is shown for a stretch of octets: a character, an escape, or a mark for a secret. */
export interface Piece extends Span {
  readonly text: string;
  /** Cells of a terminal. */
  readonly cells: number;
}

/** Octets and what they are read with. */
export interface Octets {
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
}

/** What is not made into pieces. */
export interface PieceLimits {
  readonly hidden: readonly Span[];
  readonly from: number;
  readonly most: number;
}

/**
 * The octets of [from, to) piece by piece: UTF-8 where they are, else `\xHH` an octet, with nothing
 * that acts on a terminal. `hidden` is in order; of it nothing is shown. Once there are more than
 * `most` cells behind `from`, the rest is left out.
 */
export function piecesIn(
  text: Octets,
  { start, end }: Span,
  { hidden, from, most }: PieceLimits,
): Piece[] {
  const pieces: Piece[] = [];
  let next = 0;
  let cells = 0;
  for (let at = start; at < end && cells <= most;) {
    const secret = hidden[next];
    const piece =
      secret !== undefined && at >= secret.start
        ? { start: at, end: secret.end, text: REDACTED, cells: REDACTED.length }
        : characterAt(text, at, Math.min(end, secret?.start ?? end));
    if (piece.end === secret?.end) next++;
    if (at >= from) cells += piece.cells;
    pieces.push(piece);
    at = piece.end;
  }
  return pieces;
}

function characterAt({ octets, scanner }: Octets, at: number, to: number): Piece {
  const octet = octets[at] ?? 0;
  if (octet >= 0x20 && octet < 0x7f) {
    return { start: at, end: at + 1, text: String.fromCharCode(octet), cells: 1 };
  }
  const end = at + lengthOf(octet);
  if (end > to || !scanner.isUtf8(octets, at, end)) {
    return { start: at, end: at + 1, text: `\\x${octet.toString(16).padStart(2, '0')}`, cells: 4 };
  }
  const character = scanner.utf8(octets, at, end);
  const text = visibleOf(character);
  return { start: at, end, text, cells: text === character ? cellsOf(text) : text.length };
}

/** Octets of the UTF-8 character that begins so. */
function lengthOf(octet: number): number {
  if (octet < 0xc0) return 1;
  if (octet < 0xe0) return 2;
  return octet < 0xf0 ? 3 : 4;
}
