import type { Scanner } from '../octets/scanner.ts';

const FIRST_WINDOW = 256;

/**
 * Offset of the first octet above 127 in [from, to), or -1. Windows that double keep the cost in
 * proportion to the distance.
 */
export function firstNonAscii(
  scanner: Scanner,
  octets: Uint8Array,
  from: number,
  to: number,
): number {
  let at = from;
  for (let window = FIRST_WINDOW; at < to; window *= 2) {
    const end = Math.min(at + window, to);
    if (!scanner.isAscii(octets, at, end)) return bisect(scanner, octets, at, end);
    at = end;
  }
  return -1;
}

function bisect(scanner: Scanner, octets: Uint8Array, from: number, to: number): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (scanner.isAscii(octets, low, middle)) low = middle;
    else high = middle;
  }
  return low;
}
