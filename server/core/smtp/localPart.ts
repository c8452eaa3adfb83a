import type { Span } from '../octets/span.ts';
import { describeOctet } from './describeOctet.ts';
import { OCTET, isAtext } from './octet.ts';
import { readCodePoint } from './utf8.ts';

/** A local-part as written (RFC 5321 4.1.2, RFC 6531 3.3). */
export interface LocalPart {
  readonly kind: 'dot-string' | 'quoted-string';
  /** With the quotes. */
  readonly span: Span;
}

/** What breaks the grammar of the local-part, at its first place. */
export interface LocalPartFault {
  readonly start: number;
  readonly end: number;
  /** A clause without full stop. */
  readonly reason: string;
}

/** The local-part and, where it is malformed, its first fault. */
export interface ParsedLocalPart {
  readonly localPart: LocalPart;
  readonly fault?: LocalPartFault;
}

function badOctet(octets: Uint8Array, at: number, end: number, where: string): LocalPartFault {
  const reason = `${describeOctet(octets, at, end)} is not allowed ${where}`;
  return { start: at, end: Math.min(at + 1, end), reason };
}

function dotFault(octets: Uint8Array, span: Span): LocalPartFault | undefined {
  for (let at = span.start; at < span.end; at += 1) {
    if (octets[at] !== OCTET.dot) continue;
    const place = { start: at, end: at + 1 };
    if (at === span.start) return { ...place, reason: 'the local-part begins with a dot' };
    if (at + 1 === span.end) return { ...place, reason: 'the local-part ends with a dot' };
    if (octets[at + 1] === OCTET.dot)
      return { start: at, end: at + 2, reason: 'two dots in a row' };
  }
  return undefined;
}

function parseDotString(octets: Uint8Array, start: number, end: number): ParsedLocalPart {
  let at = start;
  let fault: LocalPartFault | undefined;
  while (at < end) {
    const octet = octets[at] ?? 0;
    if (octet >= 0x80) {
      const point = readCodePoint(octets, at, end);
      if (!point.valid) fault ??= badOctet(octets, at, end, 'outside UTF-8');
      at = point.next;
    } else if (isAtext(octet) || octet === OCTET.dot) at += 1;
    else break;
  }
  const span = { start, end: at };
  fault ??= dotFault(octets, span);
  const localPart: LocalPart = { kind: 'dot-string', span };
  return fault === undefined ? { localPart } : { localPart, fault };
}

/** qtextSMTP and quoted-pairSMTP are printable ASCII; non-ASCII only without backslash. */
function quotedFault(
  octets: Uint8Array,
  at: number,
  escaped: boolean,
  end: number,
): LocalPartFault | undefined {
  const octet = octets[at] ?? 0;
  if (octet >= OCTET.space && octet < OCTET.del) return undefined;
  const where = escaped ? 'after a backslash' : 'in a quoted string';
  if (octet < 0x80 || escaped) return badOctet(octets, at, end, where);
  return readCodePoint(octets, at, end).valid ? undefined : badOctet(octets, at, end, where);
}

function parseQuoted(octets: Uint8Array, start: number, end: number): ParsedLocalPart {
  let at = start + 1;
  let fault: LocalPartFault | undefined;
  while (at < end && octets[at] !== OCTET.quote) {
    const escaped = octets[at] === OCTET.backslash && at + 1 < end;
    if (escaped) at += 1;
    fault ??= quotedFault(octets, at, escaped, end);
    at = (octets[at] ?? 0) < 0x80 ? at + 1 : readCodePoint(octets, at, end).next;
  }
  const localPart: LocalPart = {
    kind: 'quoted-string',
    span: { start, end: Math.min(at + 1, end) },
  };
  if (at < end) return fault === undefined ? { localPart } : { localPart, fault };
  return {
    localPart,
    fault: { start, end: start + 1, reason: 'the closing quote is missing' },
  };
}

/**
 * Parses the local-part that begins at `start`: a quoted string, or a dot-string that ends before
 * the first octet that is neither atext, dot nor non-ASCII. The caller judges what follows.
 */
export function parseLocalPart(octets: Uint8Array, start: number, end: number): ParsedLocalPart {
  return octets[start] === OCTET.quote && start < end
    ? parseQuoted(octets, start, end)
    : parseDotString(octets, start, end);
}
