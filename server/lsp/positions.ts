import { bufferScanner } from '../host/bufferScanner.ts';

/** How the client counts columns (LSP 3.17 `general.positionEncodings`). */
export type Encoding = 'utf-16' | 'utf-8';

/** UTF-8 where the client prefers it, else UTF-16, which every client can do. */
export function encodingOf(offered: readonly string[] | undefined): Encoding {
  return offered?.[0] === 'utf-8' ? 'utf-8' : 'utf-16';
}

/** A place in a line. */
export interface Place {
  readonly offset: number;
  /** The place is between the two UTF-16 units of the character at `offset`. */
  readonly inPair: boolean;
}

/**
 * The octet offset of a column of the line [from, to). A column past the end is the end, as LSP has
 * it. Touches this line only; an ASCII line costs one native check.
 */
export function octetOf(
  octets: Uint8Array,
  line: { readonly from: number; readonly to: number },
  column: number,
  encoding: Encoding,
): Place {
  const { from, to } = line;
  const limit = Math.min(to, from + Math.max(0, column) * 4);
  if (encoding === 'utf-8' || bufferScanner.isAscii(octets, from, limit)) {
    return { offset: Math.min(to, from + Math.max(0, column)), inPair: false };
  }
  let units = 0;
  let at = from;
  while (at < to && units < column) {
    const width = widthAt(octets, at);
    if (width === 4 && units + 1 === column) return { offset: at, inPair: true };
    units += width === 4 ? 2 : 1;
    at += width;
  }
  return { offset: Math.min(at, to), inPair: false };
}

/** The column of an octet offset in the line that begins at `from`. */
export function columnOf(
  octets: Uint8Array,
  from: number,
  offset: number,
  encoding: Encoding,
): number {
  if (encoding === 'utf-8' || bufferScanner.isAscii(octets, from, offset)) return offset - from;
  let units = 0;
  for (let at = from; at < offset;) {
    const width = widthAt(octets, at);
    units += width === 4 ? 2 : 1;
    at += width;
  }
  return units;
}

/** Octets of the character at `at`. The octets come from text, so that every sequence is whole. */
function widthAt(octets: Uint8Array, at: number): number {
  const lead = octets[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}
