/**
 * The UTF-8 octets of a code point. U+DC80 … U+DCFF stand for single octets, as in Python's
 * surrogateescape; other surrogates and what is beyond Unicode become U+FFFD.
 */
export function unicodeOctets(point: number): readonly number[] {
  if (point < 0x80) return [point];
  if (point < 0x800) return [0xc0 | (point >> 6), tail(point, 0)];
  if (point >= 0xdc80 && point <= 0xdcff) return [point - 0xdc00];
  if ((point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) return [0xef, 0xbf, 0xbd];
  if (point < 0x10000) return [0xe0 | (point >> 12), tail(point, 6), tail(point, 0)];
  return [0xf0 | (point >> 18), tail(point, 12), tail(point, 6), tail(point, 0)];
}

function tail(point: number, shift: number): number {
  return 0x80 | ((point >> shift) & 0x3f);
}
