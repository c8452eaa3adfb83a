import type { Span } from '../octets/span.ts';
import { OCTET, isBlank, isLetDig, nextBlank, octetAt, skipBlanks } from './octet.ts';

function find(octets: Uint8Array, octet: number, from: number, end: number): number {
  const at = octets.subarray(0, end).indexOf(octet, from);
  return at === -1 ? end : at;
}

/** The first ">" in [from, end), or `end`. */
function closingBracket(octets: Uint8Array, from: number, end: number): number {
  return find(octets, OCTET.greater, from, end);
}

/** True when a keyword and "=" begin at `from`: a parameter, not a part of the address. */
export function opensParam(octets: Uint8Array, from: number, end: number): boolean {
  let at = from;
  while (at < end && (isLetDig(octets[at] ?? 0) || octets[at] === OCTET.hyphen)) at += 1;
  return at > from && octetAt(octets, at, end) === OCTET.equals;
}

/** True when neither an "@" nor a ">" is left: nothing there can belong to a mailbox. */
export function hasNoAddress(octets: Uint8Array, from: number, end: number): boolean {
  return find(octets, OCTET.at, from, end) === end && closingBracket(octets, from, end) === end;
}

/**
 * The bracketed address behind a display name: the "<" before the first ">" at or after `from`,
 * when an "@" stands between the two and none in [start, "<"). Undefined where there is none.
 */
export function nestedAddress(
  octets: Uint8Array,
  start: number,
  from: number,
  end: number,
): Span | undefined {
  const close = closingBracket(octets, from, end);
  if (close === end) return undefined;
  // No farther back than the line: what stands before it is another one's, and may be long.
  const least = Math.max(from, start);
  const behind = octets.subarray(least, close).lastIndexOf(OCTET.less);
  if (behind < 0) return undefined;
  const open = least + behind;
  // "AUTH=<...>" is a parameter, not a name.
  if (octets[open - 1] === OCTET.equals) return undefined;
  const named = find(octets, OCTET.at, start, open) === open;
  const mailbox = find(octets, OCTET.at, open, close) < close;
  return named && mailbox ? { start: open, end: close + 1 } : undefined;
}

/** The end of one address, bracketed or bare, at `at`; `at` itself where none begins. */
function addressEnd(octets: Uint8Array, at: number, end: number): number {
  if (octetAt(octets, at, end) === OCTET.less) {
    return Math.min(closingBracket(octets, at, end) + 1, end);
  }
  let to = at;
  let seenAt = false;
  while (to < end && !isBlank(octets[to] ?? 0) && !isSeparator(octets[to] ?? 0)) {
    // An "@" with nothing before it belongs to a route or a slip, not to an address.
    if (octets[to] === OCTET.at && to > at) seenAt = true;
    if (octets[to] === OCTET.greater) break;
    to += 1;
  }
  return seenAt ? to : at;
}

function isSeparator(octet: number): boolean {
  return octet === OCTET.comma || octet === OCTET.semicolon;
}

/** Skips separators and blanks; `listed` tells that a comma or semicolon was among them. */
function skipGap(octets: Uint8Array, from: number, end: number): { at: number; listed: boolean } {
  let at = skipBlanks(octets, from, end);
  let listed = false;
  while (at < end && isSeparator(octets[at] ?? 0)) {
    listed = true;
    at = skipBlanks(octets, at + 1, end);
  }
  return { at, listed };
}

/**
 * Further addresses after the first one, which ends at `from`: each after a comma or semicolon, or
 * in brackets after a blank. Gives their number and where the last one ends.
 */
export function skipMoreAddresses(
  octets: Uint8Array,
  from: number,
  end: number,
): { readonly count: number; readonly end: number } {
  let count = 0;
  let last = from;
  for (;;) {
    const gap = skipGap(octets, last, end);
    const bracketed = octetAt(octets, gap.at, end) === OCTET.less;
    if (gap.at === last || !(gap.listed || bracketed)) return { count, end: last };
    const to = addressEnd(octets, gap.at, end);
    if (to === gap.at) return { count, end: last };
    count += 1;
    last = to;
  }
}

/** Where a broken path is taken to end: after its ">" and more of them, else at the next blank. */
export function brokenEnd(octets: Uint8Array, from: number, end: number): number {
  const close = closingBracket(octets, from, end);
  if (close === end) return nextBlank(octets, from, end);
  let at = close;
  while (octetAt(octets, at, end) === OCTET.greater) at += 1;
  return at;
}
