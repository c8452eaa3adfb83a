import { OCTET, isBlank, isDigit, octetAt } from './octet.ts';

/** An enhanced status code as it stands in a reply (RFC 3463 2). */
export interface EnhancedCode {
  readonly class: 2 | 4 | 5;
  readonly subject: number;
  readonly detail: number;
  /** Where it ends; the text follows after a space. */
  readonly end: number;
}

/** A run of digits: its value and end, or undefined where none begins. */
function readNumber(octets: Uint8Array, at: number, end: number): { value: number; end: number } {
  let value = 0;
  let to = at;
  while (to - at < 4 && isDigit(octetAt(octets, to, end))) {
    value = value * 10 + (octets[to] ?? 0) - 0x30;
    to += 1;
  }
  return { value, end: to };
}

/** One to three digits, no zero in front of others. */
function wellFormed(octets: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  return length === 1 || ((length === 2 || length === 3) && octets[start] !== 0x30);
}

function classOf(octet: number): 2 | 4 | 5 | undefined {
  if (octet === 0x32) return 2;
  if (octet === 0x34) return 4;
  return octet === 0x35 ? 5 : undefined;
}

/**
 * The enhanced code at the start of [start, end), a reply's text: class 2, 4 or 5, subject and
 * detail of one to three digits without leading zeros, then a blank or the end (RFC 2034 4,
 * RFC 3463 2). Undefined where there is none.
 */
export function readEnhancedCode(
  octets: Uint8Array,
  start: number,
  end: number,
): EnhancedCode | undefined {
  const digit = classOf(octetAt(octets, start, end));
  if (digit === undefined || octetAt(octets, start + 1, end) !== OCTET.dot) return undefined;
  const subject = readNumber(octets, start + 2, end);
  if (octetAt(octets, subject.end, end) !== OCTET.dot) return undefined;
  const detail = readNumber(octets, subject.end + 1, end);
  if (detail.end < end && !isBlank(octets[detail.end] ?? 0)) return undefined;
  const sound =
    wellFormed(octets, start + 2, subject.end) && wellFormed(octets, subject.end + 1, detail.end);
  if (!sound) return undefined;
  return { class: digit, subject: subject.value, detail: detail.value, end: detail.end };
}

/**
 * The end of a first word made of digits and two or more dots that is no enhanced code, such as
 * `5.01.1`, `3.1.1` or `5.1.1.1`; -1 where the text begins otherwise. An IPv4 address at the start
 * of a reply looks the same: the caller decides.
 */
export function malformedEnhancedCodeEnd(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  let dots = 0;
  while (at < end && !isBlank(octets[at] ?? 0)) {
    const octet = octets[at] ?? 0;
    if (octet === OCTET.dot) dots += 1;
    else if (!isDigit(octet)) return -1;
    at += 1;
  }
  if (dots < 2 || !isDigit(octetAt(octets, start, end))) return -1;
  return readEnhancedCode(octets, start, end) === undefined ? at : -1;
}
