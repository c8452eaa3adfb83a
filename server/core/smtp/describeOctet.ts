import { readCodePoint } from './utf8.ts';

function hex(value: number, width: number): string {
  return value.toString(16).toUpperCase().padStart(width, '0');
}

/**
 * Names the character at a place for a message, without printing it when it could confuse a
 * terminal or a reader: `a blank`, `"("`, `control character U+0007`, `U+00FC`.
 */
export function describeOctet(octets: Uint8Array, at: number, end: number): string {
  if (at >= end) return 'the end of the line';
  const octet = octets[at] ?? 0;
  if (octet === 0x20) return 'a blank';
  if (octet === 0x09) return 'a tab';
  if (octet < 0x20 || octet === 0x7f) return `control character U+${hex(octet, 4)}`;
  if (octet < 0x7f) return `"${String.fromCharCode(octet)}"`;
  const point = readCodePoint(octets, at, end);
  return point.valid ? `U+${hex(point.value, 4)}` : `octet 0x${hex(octet, 2)}`;
}
