const CR = 13;
const LF = 10;

/**
 * The physical lines of a stretch of octets. A line ends at CRLF, LF or lone CR (LSP's rule), so
 * these are the line numbers an editor shows. The last line has no end and may be empty.
 */
export interface LineIndex {
  /** Offset of the first octet of each line; the first entry is 0. */
  readonly starts: Uint32Array;
  /** Number of lines, at least 1. */
  readonly count: number;
}

/** Indexes all lines in one pass. */
export function lineIndexOf(octets: Uint8Array): LineIndex {
  let starts = new Uint32Array(Math.max(16, octets.length >> 5));
  let count = 1;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at];
    if (octet !== LF && octet !== CR) continue;
    if (octet === CR && octets[at + 1] === LF) at++;
    if (count === starts.length) starts = grown(starts);
    starts[count++] = at + 1;
  }
  return { starts: starts.subarray(0, count), count };
}

/** Number of the line (0-based) that holds `offset`; the end of the octets is on the last line. */
export function lineAt(index: LineIndex, offset: number): number {
  let low = 0;
  let high = index.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Offset after the last octet of the line, its line end left out. */
export function lineEndAt(octets: Uint8Array, index: LineIndex, line: number): number {
  const next = line + 1 < index.count ? (index.starts[line + 1] ?? 0) : -1;
  if (next < 0) return octets.length;
  const end = next - 1;
  return octets[end] === LF && octets[end - 1] === CR && end - 1 >= (index.starts[line] ?? 0)
    ? end - 1
    : end;
}

function grown(starts: Uint32Array): Uint32Array<ArrayBuffer> {
  const bigger = new Uint32Array(starts.length * 2);
  bigger.set(starts);
  return bigger;
}
