import { Places } from '../octets/places.ts';
import { hexOctets } from './hexOctets.ts';
import type { PlacedOctets } from './joinedPieces.ts';
import { copiedPiece } from './joinedPieces.ts';
import type { JudgedText } from './lineDialect.ts';

const LF = 10;
const CR = 13;
const COLUMNS = 64;
const HEX_COLUMNS = 16;
const LINE_END = [CR, LF];

/** What one row shows: its octets, the line end after them included where there was one. */
export interface CurlPiece extends PlacedOctets {
  /** Where it stands in the source. */
  readonly from: number;
  readonly to: number;
}

interface Row {
  /** Offset within the chunk. */
  readonly offset: number;
  readonly from: number;
  readonly to: number;
  readonly next: number;
}

/**
 * Reads the rows `HHHH: …` of one chunk of `size` octets that begin at `at`, and where they end.
 * As text (--trace-ascii) a row ends where CRLF stood or after 64 octets, and the offsets tell
 * which; what is no printable ASCII is a dot there. In hexadecimal (--trace) nothing is lost.
 */
export function curlRows(
  text: JudgedText,
  at: number,
  size: number,
): { readonly pieces: readonly CurlPiece[]; readonly next: number } {
  const rows: Row[] = [];
  let next = at;
  for (let row = rowAt(text, next); row !== undefined; row = rowAt(text, next)) {
    // Offsets grow; another chunk's row would begin anew.
    if (row.offset >= Math.max(1, size) || row.offset < (rows.at(-1)?.offset ?? 0)) break;
    rows.push(row);
    next = row.next;
  }
  const hex = rows[0] !== undefined && isHex(text, rows[0], size);
  const pieces = rows.map((row, index) =>
    hex ? hexPiece(text, row) : textPiece(text, row, rows[index + 1]?.offset ?? size),
  );
  return { pieces, next };
}

function rowAt({ octets, scanner }: JudgedText, at: number): Row | undefined {
  if (at >= octets.length) return undefined;
  const match = /^([0-9a-f]{4,8}):(?: |\r?\n|\r?$)/.exec(
    scanner.latin1(octets, at, Math.min(octets.length, at + 12)),
  );
  if (match === null) return undefined;
  const feed = scanner.indexOf(octets, LF, at, octets.length);
  let to = feed < 0 ? octets.length : feed;
  while (to > at && octets[to - 1] === CR) to--;
  const digits = match[1] ?? '';
  const from = Math.min(at + digits.length + 2, to);
  return { offset: parseInt(digits, 16), from, to, next: feed < 0 ? octets.length : feed + 1 };
}

/** A row of --trace has its octets in hexadecimal, blanks up to column 48, then as text. */
function isHex({ octets, scanner }: JudgedText, { from, to }: Row, size: number): boolean {
  const count = Math.min(HEX_COLUMNS, size);
  const row = scanner.latin1(octets, from, Math.min(to, from + 80));
  const digits = row.slice(0, count * 3);
  return (
    digits.length === count * 3 &&
    /^(?:[0-9a-f]{2} )+$/.test(digits) &&
    row.slice(count * 3, HEX_COLUMNS * 3).trim() === '' &&
    row.length <= HEX_COLUMNS * 3 + count
  );
}

function hexPiece({ octets, scanner }: JudgedText, { from, to }: Row): CurlPiece {
  const row = scanner.latin1(octets, from, Math.min(to, from + HEX_COLUMNS * 3));
  return { ...hexOctets(row, from), from, to };
}

function textPiece({ octets }: JudgedText, { offset, from, to }: Row, end: number): CurlPiece {
  // An editor may have trimmed blanks, and a text may be cut off: only a full row goes on.
  const goesOn = end - offset <= to - from && end - offset <= COLUMNS;
  const text = octets.subarray(from, to);
  if (goesOn) return { ...copiedPiece(text, from), from, to };
  const line = new Uint8Array(to - from + 2);
  line.set(text);
  line.set(LINE_END, to - from);
  const places = new Places();
  places.add(0, from, to - from, 1);
  places.add(to - from, to, 0, 0);
  return { octets: line, places, from, to };
}
