import { LIMITS } from '../../smtp/limits.ts';
import { OCTET } from '../../smtp/octet.ts';

/** What an octet can be part of; a table, since this is asked of every octet of every address. */
const LETTER = 1;
const DIGIT = 2;
const SIGN = 4;
const LET_DIG = LETTER | DIGIT;

const KINDS = kindsOfOctets();

function kindsOfOctets(): Uint8Array {
  const kinds = new Uint8Array(256);
  kinds.fill(LETTER, 0x41, 0x5b).fill(LETTER, 0x61, 0x7b).fill(DIGIT, 0x30, 0x3a);
  for (const sign of [OCTET.hyphen, OCTET.plus, OCTET.underscore, OCTET.equals]) kinds[sign] = SIGN;
  return kinds;
}

function isKind(octet: number, kind: number): boolean {
  return ((KINDS[octet] ?? 0) & kind) !== 0;
}

/**
 * The end of a host name of two or more labels that begins at `start` and that nobody could object
 * to: letters, digits and inner hyphens, the last octet a letter. -1 where it is none, or where
 * only the full parser can tell.
 */
export function plainHostEnd(octets: Uint8Array, start: number, end: number): number {
  const limit = Math.min(end, start + LIMITS.domain.value);
  let at = start;
  let label = start;
  let labels = 0;
  for (; at < limit; at++) {
    const octet = octets[at] ?? 0;
    if (octet === OCTET.dot) {
      if (at === label || octets[at - 1] === OCTET.hyphen) return -1;
      labels++;
      label = at + 1;
    } else if (octet === OCTET.hyphen ? at === label : !isKind(octet, LET_DIG)) break;
    if (at - label >= LIMITS.label.value) return -1;
  }
  const whole = labels > 0 && at > label && isKind(octets[at - 1] ?? 0, LETTER);
  return whole && (at < limit || at === end) ? at : -1;
}

/** The end of a dot-string of letters, digits and a few signs that begins at `start`, or -1. */
export function plainLocalPartEnd(octets: Uint8Array, start: number, end: number): number {
  const limit = Math.min(end, start + LIMITS.localPart.value);
  let at = start;
  let before: number = OCTET.dot;
  for (; at < limit; at++) {
    const octet = octets[at] ?? 0;
    const dot = octet === OCTET.dot;
    if (dot ? before === OCTET.dot : !isKind(octet, LET_DIG | SIGN)) break;
    before = octet;
  }
  return at > start && before !== OCTET.dot ? at : -1;
}

/**
 * The end of `<name@host.example>` at `start`, where nothing about it can be remarked; -1 where
 * only the full parser can tell (`parsePath`).
 */
export function plainPathEnd(octets: Uint8Array, start: number, end: number): number {
  if (octets[start] !== OCTET.less) return -1;
  const local = plainLocalPartEnd(octets, start + 1, end);
  if (local < 0 || octets[local] !== OCTET.at) return -1;
  const host = plainHostEnd(octets, local + 1, end);
  if (host < 0 || host >= end || octets[host] !== OCTET.greater) return -1;
  return host + 1 - start <= LIMITS.path.value ? host + 1 : -1;
}
