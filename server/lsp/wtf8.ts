import { Buffer } from 'node:buffer';

/** A lone surrogate: with the u flag a pair is one character and does not match. */
const LONE = /\p{Surrogate}/gu;

type Checked = string & { isWellFormed(): boolean };

/**
 * The octets of an editor's text: UTF-8, and where the text holds half of a surrogate pair the
 * three octets that UTF-8 would give it. So every UTF-16 unit can be told again from the octets,
 * and two halves that an edit brings together become one character.
 */
export function encodeText(text: string): Uint8Array {
  if ((text as Checked).isWellFormed()) return Buffer.from(text, 'utf8');
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const match of text.matchAll(LONE)) {
    parts.push(Buffer.from(text.slice(from, match.index), 'utf8'));
    parts.push(encodeHalf(match[0].charCodeAt(0)));
    from = match.index + 1;
  }
  parts.push(Buffer.from(text.slice(from), 'utf8'));
  return Buffer.concat(parts);
}

function encodeHalf(unit: number): Uint8Array {
  return Uint8Array.of(0xed, 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
}

/** The lone high surrogate that ends right before `at`, or ''. */
export function highHalfBefore(octets: Uint8Array, at: number): string {
  const isHigh = at >= 3 && octets[at - 3] === 0xed && ((octets[at - 2] ?? 0) & 0xf0) === 0xa0;
  return isHigh ? halfAt(octets, at - 3) : '';
}

/** The lone low surrogate that begins at `at`, or ''. */
export function lowHalfAt(octets: Uint8Array, at: number): string {
  const isLow = octets[at] === 0xed && ((octets[at + 1] ?? 0) & 0xf0) === 0xb0;
  return isLow ? halfAt(octets, at) : '';
}

function halfAt(octets: Uint8Array, at: number): string {
  const unit = ((octets[at + 1] ?? 0) & 0x3f) * 64 + ((octets[at + 2] ?? 0) & 0x3f);
  return String.fromCharCode(0xd000 + unit);
}

/** The two UTF-16 units of the four octets at `at`. */
export function halvesAt(octets: Uint8Array, at: number): { high: string; low: string } {
  const point =
    ((octets[at] ?? 0) & 7) * 0x40000 +
    ((octets[at + 1] ?? 0) & 0x3f) * 0x1000 +
    ((octets[at + 2] ?? 0) & 0x3f) * 64 +
    ((octets[at + 3] ?? 0) & 0x3f);
  const pair = String.fromCodePoint(Math.min(point, 0x10ffff));
  return { high: pair.charAt(0), low: pair.charAt(1) };
}
