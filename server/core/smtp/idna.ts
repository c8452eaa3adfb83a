import { bidiProblem } from './idnaBidi.ts';
import { contextAllows } from './idnaContext.ts';
import { aLabelLength } from './punycode.ts';

/** RFC 5892 2.6: allowed against the general rules. */
const EXTRA_VALID: ReadonlySet<number> = new Set([0xdf, 0x3c2, 0x6fd, 0x6fe, 0xf0b, 0x3007]);

/** RFC 5892 2.6: refused against the general rules. */
const EXTRA_REFUSED: ReadonlySet<number> = new Set([
  0x640, 0x7fa, 0x302e, 0x302f, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303b,
]);

const LETTER_OR_DIGIT = /^[\p{Ll}\p{Lu}\p{Lo}\p{Lm}\p{Nd}\p{Mn}\p{Mc}]$/u;
/** LDH without the upper-case letters, which are not stable (RFC 5892 2.7). */
const LOWER_ASCII = /^[a-z0-9-]$/;
const UPPER_CASE = /^[\p{Lu}\p{Lt}]$/u;
const UNSTABLE = /^\p{Changes_When_NFKC_Casefolded}$/u;
const IGNORABLE = /^[\p{Default_Ignorable_Code_Point}\p{White_Space}]$/u;
const MARK = /^\p{M}$/u;

/** Old Hangul Jamo and the blocks of symbol marks (RFC 5892 2.4, 2.9). */
const REFUSED_RANGES: readonly (readonly [number, number])[] = [
  [0x1100, 0x11ff],
  [0x20d0, 0x20ff],
  [0xa960, 0xa97c],
  [0xd7b0, 0xd7fb],
  [0x1d100, 0x1d24f],
];

/** More code points than this never make a label; so the work for one label is bounded. */
const MOST_POINTS = 63;

function nameOf(point: number): string {
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}

function refusalOf(point: number): string | undefined {
  if (EXTRA_VALID.has(point)) return undefined;
  const char = String.fromCodePoint(point);
  if (LOWER_ASCII.test(char)) return undefined;
  if (UPPER_CASE.test(char)) return `${nameOf(point)} is an upper-case letter`;
  if (UNSTABLE.test(char) && !IGNORABLE.test(char)) {
    return `${nameOf(point)} is a compatibility form of other characters`;
  }
  const refused =
    EXTRA_REFUSED.has(point) || REFUSED_RANGES.some(([low, high]) => point >= low && point <= high);
  if (refused || IGNORABLE.test(char) || !LETTER_OR_DIGIT.test(char)) {
    return `${nameOf(point)} is not a letter, digit or mark that domain names may hold`;
  }
  return undefined;
}

function pointProblem(points: readonly number[]): string | undefined {
  for (let index = 0; index < points.length; index += 1) {
    const allowed = contextAllows(points, index);
    if (allowed === false) return `${nameOf(points[index] ?? 0)} is not allowed at this place`;
    const refusal = allowed === true ? undefined : refusalOf(points[index] ?? 0);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function hyphenProblem(label: string): string | undefined {
  if (label.startsWith('-')) return 'it begins with a hyphen';
  if (label.endsWith('-')) return 'it ends with a hyphen';
  return label.startsWith('--', 2) ? 'it has hyphens in places three and four' : undefined;
}

/**
 * Why a label with non-ASCII characters is no U-label, or undefined when it is one (RFC 5890
 * 2.3.2.1, RFC 5891 4.2, RFC 5892). Characters are judged by the Unicode version of the runtime;
 * joining types and directions are taken from the scripts.
 */
export function uLabelProblem(label: string): string | undefined {
  if (label.length > 4 * MOST_POINTS) return 'its A-label has more than 63 octets';
  const points = Array.from(label, char => char.codePointAt(0) ?? 0);
  const problem = hyphenProblem(label) ?? pointProblem(points);
  if (problem !== undefined) return problem;
  if (label.normalize('NFC') !== label) return 'it is not in normalization form C';
  if (MARK.test(String.fromCodePoint(points[0] ?? 0))) return 'it begins with a combining mark';
  const octets = aLabelLength(points);
  if (octets > 63) return 'its A-label has more than 63 octets';
  return bidiProblem(points);
}
