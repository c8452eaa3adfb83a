/** One code point of UTF-8 text and where the next one begins. */
export interface CodePoint {
  /** U+FFFD with `valid` false for an octet that begins no well-formed sequence. */
  readonly value: number;
  readonly next: number;
  readonly valid: boolean;
}

/** The lowest code point each sequence length may stand for; below it the form is overlong. */
const LOWEST: readonly number[] = [0, 0, 0x80, 0x800, 0x10000];

function lengthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Reads the code point at `at` (RFC 3629 3); a broken sequence gives one octet as U+FFFD. */
export function readCodePoint(octets: Uint8Array, at: number, end: number): CodePoint {
  const lead = octets[at] ?? 0;
  const length = lengthOf(lead);
  if (length === 1) return { value: lead, next: at + 1, valid: true };
  const broken: CodePoint = { value: 0xfffd, next: at + 1, valid: false };
  if (length === 0 || at + length > end) return broken;
  let value = lead & (0x7f >> length);
  for (let index = 1; index < length; index += 1) {
    const tail = octets[at + index] ?? 0;
    if ((tail & 0xc0) !== 0x80) return broken;
    value = (value << 6) | (tail & 0x3f);
  }
  const surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < (LOWEST[length] ?? 0) || surrogate || value > 0x10ffff) return broken;
  return { value, next: at + length, valid: true };
}

/** The first octet in [start, end) that is not well-formed UTF-8, or -1. */
export function firstInvalidUtf8(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const point = readCodePoint(octets, at, end);
    if (!point.valid) return at;
    at = point.next;
  }
  return -1;
}

/** The text of [start, end), U+FFFD for what is not well-formed; for short ranges. */
export function utf8Text(octets: Uint8Array, start: number, end: number): string {
  let text = '';
  let at = start;
  while (at < end) {
    const point = readCodePoint(octets, at, end);
    text += String.fromCodePoint(point.value);
    at = point.next;
  }
  return text;
}

/** Where the character that begins at `at` ends, well-formed or not: four octets on at most. */
export function characterEnd(octets: Uint8Array, at: number, limit: number): number {
  let end = at + 1;
  while (end < limit && end < at + 4 && ((octets[end] ?? 0) & 0xc0) === 0x80) end++;
  return end;
}
