import { unicodeEscape } from '../core/octets/unicodeEscape.ts';

/**
 * The value as JSON in which no character acts on a terminal or hides: control and invisible
 * characters that JSON allows raw (C1, direction marks, line separators) are escaped. Parsing gives
 * the same value. `indent` is the number of blanks a level, 0 for one line.
 */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(UNSEEN, unicodeEscape);
}

// A line feed is the layout's own here: JSON never holds one inside a string.
const UNSEEN = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;
