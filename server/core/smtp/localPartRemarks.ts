import { OCTET, isAtext, octetAt } from './octet.ts';
import type { LocalPart } from './localPart.ts';
import type { PathProblem } from './pathTypes.ts';

/** True when the content of the quotes, quoted-pairs undone, is a dot-string. */
function readsUnquoted(octets: Uint8Array, start: number, end: number): boolean {
  let last: number = OCTET.dot;
  for (let at = start; at < end; at += 1) {
    if (octets[at] === OCTET.backslash) at += 1;
    const octet = octetAt(octets, at, end);
    const atom = isAtext(octet) || octet >= 0x80;
    if (!atom && (octet !== OCTET.dot || last === OCTET.dot)) return false;
    last = octet;
  }
  return last !== OCTET.dot;
}

/** The remark on the quotes of a well-formed local-part: empty, or not needed (RFC 5321 4.1.2). */
export function quotingProblem(octets: Uint8Array, localPart: LocalPart): PathProblem | undefined {
  if (localPart.kind !== 'quoted-string') return undefined;
  const { start, end } = localPart.span;
  if (end - start === 2) {
    return { code: 'empty-local-part', start, end, reason: 'the local-part is empty' };
  }
  if (!readsUnquoted(octets, start + 1, end - 1)) return undefined;
  return { code: 'unneeded-quoting', start, end, reason: 'the quotes are not needed' };
}

/**
 * The remark on "%" or "!" between other characters of a dot-string, which some hosts read as
 * routing (RFC 1123 5.2.16).
 */
export function routingProblem(octets: Uint8Array, localPart: LocalPart): PathProblem | undefined {
  if (localPart.kind !== 'dot-string') return undefined;
  for (let at = localPart.span.start + 1; at < localPart.span.end - 1; at += 1) {
    const octet = octets[at];
    if (octet !== 0x25 && octet !== 0x21) continue;
    const reason = `"${String.fromCharCode(octet)}" may be read as routing`;
    return { code: 'routing-in-local-part', start: at, end: at + 1, reason };
  }
  return undefined;
}
