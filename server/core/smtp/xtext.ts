import { OCTET } from './octet.ts';

function isUpperHex(octet: number): boolean {
  return (octet >= 0x30 && octet <= 0x39) || (octet >= 0x41 && octet <= 0x46);
}

/** Octets the xtext unit at `at` takes: 1 for a plain one, 3 for "+XX", 0 for neither. */
function unitAt(octets: Uint8Array, at: number, end: number): number {
  const octet = octets[at] ?? 0;
  if (octet === OCTET.plus) {
    const hex = at + 2 < end && isUpperHex(octets[at + 1] ?? 0) && isUpperHex(octets[at + 2] ?? 0);
    return hex ? 3 : 0;
  }
  return octet > OCTET.space && octet < OCTET.del && octet !== OCTET.equals ? 1 : 0;
}

/**
 * The first place in [start, end) where the text stops being xtext (RFC 3461 4), or -1: "+" begins
 * two upper-case hex digits, "=", blanks, controls and non-ASCII are not allowed as they are.
 */
export function xtextProblemAt(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const unit = unitAt(octets, at, end);
    if (unit === 0) return at;
    at += unit;
  }
  return -1;
}

/** The octets that xtext stands for, or undefined where it is malformed. */
export function decodeXtext(
  octets: Uint8Array,
  start: number,
  end: number,
): Uint8Array | undefined {
  if (xtextProblemAt(octets, start, end) !== -1) return undefined;
  const decoded: number[] = [];
  let at = start;
  while (at < end) {
    const unit = unitAt(octets, at, end);
    const hex = String.fromCharCode(octets[at + 1] ?? 0, octets[at + 2] ?? 0);
    decoded.push(unit === 3 ? Number.parseInt(hex, 16) : (octets[at] ?? 0));
    at += unit;
  }
  return Uint8Array.from(decoded);
}
