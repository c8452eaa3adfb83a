import type { Span } from '../core/octets/span.ts';

/** Octets, and which of them are meant. */
export interface OctetRange {
  readonly octets: Uint8Array;
  readonly span: Span;
}

/** Are these the very same octets? Then they mean the same, and nothing has to be read of them. */
export function sameOctets(one: OctetRange, other: OctetRange): boolean {
  const { start, end } = one.span;
  const from = other.span.start;
  if (end - start !== other.span.end - from) return false;
  for (let at = start; at < end; at++) {
    if (one.octets[at] !== other.octets[from + at - start]) return false;
  }
  return true;
}
