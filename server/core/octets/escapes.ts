import { hexDigit } from './hexDigit.ts';

const BACKSLASH = 92;

/** The octets a raw line (`C\: …`) stands for, and where each came from. */
export interface Unescaped {
  readonly octets: Uint8Array;
  /** For each octet its offset in the source, and one more entry for the end. */
  readonly origins: Uint32Array;
  /** Source offsets of escapes that mean nothing; they are kept as written. */
  readonly invalid: readonly number[];
}

/** Resolves `\r \n \0 \xHH \\` in [start, end); any other backslash stands for itself. */
export function unescape(source: Uint8Array, start: number, end: number): Unescaped {
  const octets = new Uint8Array(end - start);
  const origins = new Uint32Array(end - start + 1);
  const invalid: number[] = [];
  let length = 0;
  let at = start;
  while (at < end) {
    origins[length] = at;
    const step = source[at] === BACKSLASH ? escapeAt(source, at, end) : undefined;
    if (source[at] === BACKSLASH && step === undefined) invalid.push(at);
    octets[length++] = step?.octet ?? source[at] ?? 0;
    at += step?.width ?? 1;
  }
  origins[length] = end;
  return { octets: octets.subarray(0, length), origins: origins.subarray(0, length + 1), invalid };
}

/** Length without the line end that raw text spells out. */
export function lengthBeforeLineEnd(octets: Uint8Array): number {
  let end = octets.length;
  if (octets[end - 1] === 10) end--;
  if (octets[end - 1] === 13) end--;
  return end;
}

function escapeAt(
  source: Uint8Array,
  at: number,
  end: number,
): { octet: number; width: number } | undefined {
  if (at + 1 >= end) return undefined;
  switch (source[at + 1]) {
    case 114: // r
      return { octet: 13, width: 2 };
    case 110: // n
      return { octet: 10, width: 2 };
    case 48: // 0
      return { octet: 0, width: 2 };
    case BACKSLASH:
      return { octet: BACKSLASH, width: 2 };
    case 120: // x
      return hexEscapeAt(source, at, end);
    default:
      return undefined;
  }
}

function hexEscapeAt(
  source: Uint8Array,
  at: number,
  end: number,
): { octet: number; width: number } | undefined {
  if (at + 3 >= end) return undefined;
  const high = hexDigit(source[at + 2]);
  const low = hexDigit(source[at + 3]);
  return high < 0 || low < 0 ? undefined : { octet: high * 16 + low, width: 4 };
}

/**
 * The text of a raw line that stands for these octets: `unescape` gives them back. Printable ASCII
 * and TAB stay as they are, and so does what is above where `above` says so.
 */
export function escape(octets: Uint8Array, above: 'escaped' | 'kept'): Uint8Array {
  let length = 0;
  for (const octet of octets) length += widthOf(octet, above);
  const text = new Uint8Array(length);
  let at = 0;
  for (const octet of octets) {
    const width = widthOf(octet, above);
    if (width === 1) text[at] = octet;
    else writeEscape(text, at, octet);
    at += width;
  }
  return text;
}

function widthOf(octet: number, above: 'escaped' | 'kept'): 1 | 2 | 4 {
  if (octet === 13 || octet === 10 || octet === 0 || octet === BACKSLASH) return 2;
  if (octet === 9 || (octet >= 32 && octet < 127)) return 1;
  return octet > 127 && above === 'kept' ? 1 : 4;
}

function writeEscape(text: Uint8Array, at: number, octet: number): void {
  text[at] = BACKSLASH;
  const short = SHORT.get(octet);
  if (short !== undefined) text[at + 1] = short;
  else {
    text[at + 1] = 120;
    text[at + 2] = digitOf(octet >> 4);
    text[at + 3] = digitOf(octet & 15);
  }
}

/** The letter of each escape that is not hexadecimal. */
const SHORT: ReadonlyMap<number, number> = new Map([
  [13, 114],
  [10, 110],
  [0, 48],
  [BACKSLASH, BACKSLASH],
]);

function digitOf(value: number): number {
  return value < 10 ? 48 + value : 87 + value;
}
