import type { Span } from '../octets/span.ts';
import { describeOctet } from './describeOctet.ts';
import { ipv6Problem, isIpv4 } from './ipv6.ts';
import { OCTET, asciiText, isBlank } from './octet.ts';

/** What can be wrong, or remarkable (the last), about an address literal. */
export type LiteralProblemCode =
  'address-literal-invalid' | 'ipv6-literal-missing-tag' | 'address-literal-unknown-tag';

/** A place in the literal and what is wrong there, as a clause without full stop. */
export interface LiteralProblem {
  readonly code: LiteralProblemCode;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** An address literal with its brackets (RFC 5321 4.1.3). */
export interface AddressLiteral {
  readonly kind: 'address-literal';
  readonly span: Span;
  readonly family: 'IPv4' | 'IPv6' | 'general' | 'unknown';
  /** The text before the colon, where there is a tag. */
  readonly tag?: Span;
  /** The address or, of a general literal, its content. */
  readonly content: Span;
}

/** The literal and what is wrong with it, one problem at most. */
export interface ParsedLiteral {
  readonly literal: AddressLiteral;
  readonly problem?: LiteralProblem;
}

/** Longer content is not looked at: a path has 256 octets. */
const LONGEST = 1000;

/** Ldh-str of RFC 5321 4.1.2 as a tag. */
const TAG = /^[A-Za-z0-9-]*[A-Za-z0-9]$/;

function isContentOctet(octet: number): boolean {
  if (octet <= OCTET.space || octet >= OCTET.del) return false;
  return octet !== OCTET.open && octet !== OCTET.backslash && octet !== OCTET.close;
}

function closeAt(octets: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at += 1) if (octets[at] === OCTET.close) return at;
  return -1;
}

/** The first ">" or blank: an unclosed literal is taken to end there. */
function unclosedEnd(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && octets[at] !== OCTET.greater && !isBlank(octets[at] ?? 0)) at += 1;
  return at;
}

function unclosed(octets: Uint8Array, start: number, end: number): ParsedLiteral {
  const span = { start, end: unclosedEnd(octets, start + 1, end) };
  const content = { start: start + 1, end: span.end };
  const reason = 'the "]" is missing';
  return {
    literal: { kind: 'address-literal', span, family: 'unknown', content },
    problem: { code: 'address-literal-invalid', ...span, reason },
  };
}

/** What a content without colon-separated tag should have been. */
function untaggedReason(text: string): string {
  if (text === '') return 'there is no address';
  return /^[\d.]+$/.test(text)
    ? 'an IPv4 address has four numbers from 0 to 255'
    : 'it is neither four numbers nor a tag, ":" and an address';
}

interface Verdict {
  readonly family: AddressLiteral['family'];
  /** Characters of the tag, 0 where there is none. */
  readonly tagLength: number;
  readonly code?: LiteralProblemCode;
  readonly reason?: string;
}

function judgeTagged(text: string, colon: number): Verdict {
  const tag = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (tag.toLowerCase() === 'ipv6') {
    const reason = ipv6Problem(rest);
    if (reason === undefined) return { family: 'IPv6', tagLength: colon };
    return { family: 'IPv6', tagLength: colon, code: 'address-literal-invalid', reason };
  }
  if (ipv6Problem(text) === undefined) {
    const reason = 'the tag "IPv6:" is missing';
    return { family: 'IPv6', tagLength: 0, code: 'ipv6-literal-missing-tag', reason };
  }
  if (!TAG.test(tag) || rest === '') {
    const reason = rest === '' ? 'nothing follows the tag' : 'the tag is malformed';
    return { family: 'unknown', tagLength: colon, code: 'address-literal-invalid', reason };
  }
  const reason = 'the tag is not registered';
  return { family: 'general', tagLength: colon, code: 'address-literal-unknown-tag', reason };
}

function judge(text: string): Verdict {
  if (isIpv4(text)) return { family: 'IPv4', tagLength: 0 };
  const colon = text.indexOf(':');
  if (colon !== -1) return judgeTagged(text, colon);
  const reason = untaggedReason(text);
  return { family: 'unknown', tagLength: 0, code: 'address-literal-invalid', reason };
}

/** The verdict on content that holds an octet it may not, if it does. */
function strangeOctet(octets: Uint8Array, content: Span): LiteralProblem | undefined {
  for (let at = content.start; at < content.end; at += 1) {
    if (isContentOctet(octets[at] ?? 0)) continue;
    const reason = `${describeOctet(octets, at, content.end)} is not allowed in a literal`;
    return { code: 'address-literal-invalid', start: at, end: at + 1, reason };
  }
  return undefined;
}

/**
 * Parses the address literal whose "[" is at `start` (RFC 5321 4.1.3). It ends after the first "]";
 * the caller judges what follows.
 */
export function parseAddressLiteral(octets: Uint8Array, start: number, end: number): ParsedLiteral {
  const close = closeAt(octets, start + 1, end);
  if (close === -1) return unclosed(octets, start, end);
  const span = { start, end: close + 1 };
  const inner = { start: start + 1, end: close };
  const base = { kind: 'address-literal', span } as const;
  const strange = strangeOctet(octets, inner);
  if (strange !== undefined) {
    return { literal: { ...base, family: 'unknown', content: inner }, problem: strange };
  }
  const verdict = judge(asciiText(octets, inner.start, Math.min(inner.end, start + LONGEST)));
  const { family, tagLength, code, reason } = verdict;
  const tag = { start: inner.start, end: inner.start + tagLength };
  const literal: AddressLiteral =
    tagLength === 0
      ? { ...base, family, content: inner }
      : { ...base, family, tag, content: { start: tag.end + 1, end: inner.end } };
  if (code === undefined) return { literal };
  return { literal, problem: { code, ...span, reason: reason ?? '' } };
}
