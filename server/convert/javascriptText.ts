import { unicodeEscape } from '../core/octets/unicodeEscape.ts';

/** A JavaScript string literal of this text, in which nothing hides and no line ends. */
export function javascriptString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, unicodeEscape);
}
