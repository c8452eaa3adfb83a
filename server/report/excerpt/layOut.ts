import type { Span } from '../../core/octets/span.ts';
import type { Piece } from './pieces.ts';

/** A line as it is shown, and the cells that carets mark. */
export interface LaidOut {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Cells of a shown line; what begins farther behind a finding is never shown. */
export const WIDTH = 100;
/** Cells before the finding that are kept where a line has to be cut there. */
const LEAD = 30;
const CUT = '…';

/**
 * The pieces of a line around a finding, no wider than `WIDTH` where the line is longer. A place
 * without extent has one caret; the end of the line, behind all pieces, is a place too.
 */
export function layOut(
  pieces: readonly Piece[],
  at: Span,
  cut: { readonly cutBefore: boolean; readonly cutAfter: boolean },
): LaidOut {
  const found = pieces.findIndex(piece => piece.end > at.start);
  const first = found < 0 ? pieces.length : found;
  const from = cut.cutBefore || widthOf(pieces) > WIDTH ? leadFrom(pieces, first) : 0;
  const isCutBefore = from > 0 || cut.cutBefore;
  const to = fitting(pieces, from);
  const isCutAfter = to < pieces.length || cut.cutAfter;
  const shown = pieces.slice(from, to);
  const caret = (isCutBefore ? 1 : 0) + widthOf(pieces.slice(from, first));
  const marked = pieces.slice(first, to).filter(piece => piece.start < at.end);
  return {
    text: `${isCutBefore ? CUT : ''}${shown.map(({ text }) => text).join('')}${isCutAfter ? CUT : ''}`,
    from: caret,
    to: caret + Math.max(1, widthOf(marked)),
  };
}

/** Where to begin so that some cells before piece `first` are shown; all, where there is room. */
function leadFrom(pieces: readonly Piece[], first: number): number {
  if (widthOf(pieces.slice(0, first)) <= 2 * LEAD) return 0;
  const room = Math.max(LEAD, WIDTH - 1 - widthOf(pieces.slice(first)));
  let width = 0;
  let from = first;
  while (from > 0) {
    width += pieces[from - 1]?.cells ?? 0;
    if (width > room) break;
    from--;
  }
  // What sits on a character goes with it.
  while (from < first && pieces[from]?.cells === 0) from++;
  return from;
}

function fitting(pieces: readonly Piece[], from: number): number {
  let width = 0;
  for (let at = from; at < pieces.length; at++) {
    width += pieces[at]?.cells ?? 0;
    if (width > WIDTH) return at;
  }
  return pieces.length;
}

function widthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { cells }) => sum + cells, 0);
}
