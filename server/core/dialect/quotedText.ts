import { hexDigit } from '../octets/hexDigit.ts';
import { Places } from '../octets/places.ts';
import { unicodeOctets } from './unicodeOctets.ts';

/** A string literal as the debug output of a language writes it, read back to octets. */
export interface QuotedText {
  /** What it stands for. */
  readonly octets: Uint8Array;
  /** Where each of the octets stands. */
  readonly places: Places;
  /** After the closing quote, or where the text ends without one. */
  readonly end: number;
  /** False where the text is cut off before the closing quote. */
  readonly closed: boolean;
}

/** What `\xHH` means: an octet (Python bytes, Ruby) or a character (Python str). */
export type HexEscape = 'octet' | 'character';

const BACKSLASH = 92;
const LF = 10;
const QUOTES = new Set([34, 39]);

/** Escapes of one letter in Python, Ruby, Rust, JavaScript and JSON; they agree on all of them. */
const LETTERS: ReadonlyMap<number, number> = new Map([
  [97, 7], // a
  [98, 8], // b
  [101, 27], // e
  [102, 12], // f
  [110, 10], // n
  [114, 13], // r
  [116, 9], // t
  [118, 11], // v
  [48, 0], // 0
  [34, 34],
  [35, 35], // # of Ruby
  [39, 39],
  [47, 47], // / of JSON
  [92, 92],
]);

/** How to read the inside of a literal. */
export interface QuotedOptions {
  readonly quote: number;
  readonly hex: HexEscape;
  /** Stop after the first line end behind so many octets, or at twice as many. */
  readonly most: number;
}

/**
 * Reads the literal whose opening quote stands at `at`; undefined where there is none. Octets that
 * are no escape are kept as they are, and so is a backslash that begins none.
 */
export function readQuotedText(
  source: Uint8Array,
  at: number,
  to: number,
  hex: HexEscape = 'octet',
): QuotedText | undefined {
  const quote = source[at];
  if (at >= to || quote === undefined || !QUOTES.has(quote)) return undefined;
  return readQuotedPart(source, at + 1, to, { quote, hex, most: to });
}

/** Reads what stands within the quotes from `at` on, or as much of it as is asked for. */
export function readQuotedPart(
  source: Uint8Array,
  at: number,
  to: number,
  { quote, hex, most }: QuotedOptions,
): QuotedText {
  // No escape is shorter than the octets it stands for.
  const octets = new Uint8Array(Math.min(to - at, 2 * most + 8));
  const places = new Places();
  let length = 0;
  let next = at;
  /** Where the octets began that were only copied. */
  let plain = at;
  const copied = (): void => {
    if (next > plain) places.add(length - (next - plain), plain, next - plain, 1);
  };
  let closed = false;
  while (next < to && length < 2 * most && !closed) {
    const octet = source[next] ?? 0;
    if (octet === quote) closed = true;
    else if (octet === BACKSLASH) {
      copied();
      const escape = escapeAt(source, next, to, hex);
      places.add(length, next, escape.width, 0);
      octets.set(escape.octets, length);
      length += escape.octets.length;
      next += escape.width;
      plain = next;
    } else {
      octets[length++] = octet;
      next++;
    }
    if (length >= most && octets[length - 1] === LF) break;
  }
  copied();
  return { octets: octets.subarray(0, length), places, end: closed ? next + 1 : next, closed };
}

interface Escape {
  readonly octets: Uint8Array | readonly number[];
  readonly width: number;
}

function escapeAt(source: Uint8Array, at: number, to: number, hex: HexEscape): Escape {
  const kind = source[at + 1] ?? -1;
  const letter = at + 1 < to ? LETTERS.get(kind) : undefined;
  if (letter !== undefined) return { octets: [letter], width: 2 };
  if (kind === 120) return hexEscape(source, at, to, hex);
  if (kind === 117 && source[at + 2] === 123) return bracedEscape(source, at, to);
  if (kind === 117) return fixedEscape(source, at, to, 4);
  if (kind === 85) return fixedEscape(source, at, to, 8);
  return { octets: [BACKSLASH], width: 1 };
}

function hexEscape(source: Uint8Array, at: number, to: number, hex: HexEscape): Escape {
  const value = hexAt(source, at + 2, Math.min(at + 4, to));
  if (value.digits !== 2) return { octets: [BACKSLASH], width: 1 };
  const octets = hex === 'octet' ? [value.number] : unicodeOctets(value.number);
  return { octets, width: 4 };
}

/** `\u{1f600}` of Rust and Ruby. */
function bracedEscape(source: Uint8Array, at: number, to: number): Escape {
  const { number, digits } = hexAt(source, at + 3, Math.min(at + 9, to));
  if (digits === 0 || source[at + 3 + digits] !== 125 || at + 3 + digits >= to) {
    return { octets: [BACKSLASH], width: 1 };
  }
  return { octets: unicodeOctets(number), width: digits + 4 };
}

/** `\u1234`, two of which may be a surrogate pair, and `\U0001f600`. */
function fixedEscape(source: Uint8Array, at: number, to: number, size: number): Escape {
  const { number, digits } = hexAt(source, at + 2, Math.min(at + 2 + size, to));
  if (digits !== size) return { octets: [BACKSLASH], width: 1 };
  const width = size + 2;
  if (number >= 0xd800 && number < 0xdc00) {
    const low = pairAt(source, at + width, to);
    if (low >= 0) {
      const whole = 0x10000 + (number - 0xd800) * 0x400 + (low - 0xdc00);
      return { octets: unicodeOctets(whole), width: width * 2 };
    }
  }
  return { octets: unicodeOctets(number), width };
}

/** The low surrogate that is written at `at`, or -1. */
function pairAt(source: Uint8Array, at: number, to: number): number {
  if (source[at] !== BACKSLASH || source[at + 1] !== 117) return -1;
  const { number, digits } = hexAt(source, at + 2, Math.min(at + 6, to));
  return digits === 4 && number >= 0xdc00 && number < 0xe000 ? number : -1;
}

function hexAt(
  source: Uint8Array,
  from: number,
  to: number,
): { readonly number: number; readonly digits: number } {
  let number = 0;
  let at = from;
  for (; at < to; at++) {
    const digit = hexDigit(source[at] ?? 0);
    if (digit < 0) break;
    number = number * 16 + digit;
  }
  return { number, digits: at - from };
}
