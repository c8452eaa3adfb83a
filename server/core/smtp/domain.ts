import type { Span } from '../octets/span.ts';
import { uLabelProblem } from './idna.ts';
import { LIMITS } from './limits.ts';
import { OCTET, isDigit, isLetDig } from './octet.ts';
import { firstInvalidUtf8, utf8Text } from './utf8.ts';

/** What can be wrong, or remarkable (the last two), about a domain name. */
export type DomainProblemCode =
  | 'domain-syntax'
  | 'domain-underscore'
  | 'domain-too-long'
  | 'idn-label-invalid'
  | 'domain-not-fqdn'
  | 'ip-without-brackets';

/** A place in the domain and what is wrong there, as a clause without full stop. */
export interface DomainProblem {
  readonly code: DomainProblemCode;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
  /** With a length problem: the octets found, and allowed (63 for a label, 255 for all). */
  readonly octets?: number;
  readonly limit?: number;
}

/** A domain name as written. */
export interface Domain {
  readonly kind: 'domain';
  readonly span: Span;
  /** Empty labels are left out. */
  readonly labels: readonly Span[];
  /** True when any octet is above 127: SMTPUTF8 is needed, and EHLO may not have it. */
  readonly nonAscii: boolean;
}

/** The domain, and each kind of problem once, at its first place. */
export interface ParsedDomain {
  readonly domain: Domain;
  readonly problems: readonly DomainProblem[];
}

function isDomainOctet(octet: number): boolean {
  if (isLetDig(octet) || octet >= 0x80) return true;
  return octet === OCTET.hyphen || octet === OCTET.dot || octet === OCTET.underscore;
}

/** The end of the run of letters, digits, "-", ".", "_" and non-ASCII octets. */
function domainEnd(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDomainOctet(octets[at] ?? 0)) at += 1;
  return at;
}

function splitLabels(octets: Uint8Array, span: Span): Span[] {
  const labels: Span[] = [];
  let start = span.start;
  for (let at = span.start; at <= span.end; at += 1) {
    if (at < span.end && octets[at] !== OCTET.dot) continue;
    labels.push({ start, end: at });
    start = at + 1;
  }
  return labels;
}

function someOctet(octets: Uint8Array, span: Span, test: (octet: number) => boolean): boolean {
  for (let at = span.start; at < span.end; at += 1) {
    if (test(octets[at] ?? 0)) return true;
  }
  return false;
}

function problem(code: DomainProblemCode, span: Span, reason: string): DomainProblem {
  return { code, start: span.start, end: span.end, reason };
}

function emptyLabelProblem(label: Span, whole: Span): DomainProblem {
  // The dot that has nothing beside it is what the reader has to see.
  if (label.start === whole.start) {
    const end = Math.min(label.start + 1, whole.end);
    const reason = end === label.start ? 'the domain is missing' : 'the domain begins with a dot';
    return problem('domain-syntax', { start: label.start, end }, reason);
  }
  const dot = { start: label.start - 1, end: Math.min(label.start + 1, whole.end) };
  const last = label.end === whole.end;
  return problem('domain-syntax', dot, last ? 'the domain ends with a dot' : 'two dots in a row');
}

function idnReason(octets: Uint8Array, label: Span): string | undefined {
  if (firstInvalidUtf8(octets, label.start, label.end) !== -1) return 'it is not well-formed UTF-8';
  // Four octets for each of the code points that fit: longer labels are not even looked at.
  const long = label.end - label.start > 4 * LIMITS.label.value;
  if (long) return 'its A-label has more than 63 octets';
  return uLabelProblem(utf8Text(octets, label.start, label.end));
}

function idnProblem(octets: Uint8Array, label: Span): DomainProblem | undefined {
  const reason = idnReason(octets, label);
  return reason === undefined ? undefined : problem('idn-label-invalid', label, reason);
}

function hyphenProblem(octets: Uint8Array, label: Span): DomainProblem | undefined {
  const first = octets[label.start] === OCTET.hyphen;
  if (!first && octets[label.end - 1] !== OCTET.hyphen) return undefined;
  const at = first ? label.start : label.end - 1;
  const reason = `a label ${first ? 'begins' : 'ends'} with a hyphen`;
  return problem('domain-syntax', { start: at, end: at + 1 }, reason);
}

function underscoreProblem(octets: Uint8Array, label: Span): DomainProblem | undefined {
  for (let at = label.start; at < label.end; at += 1) {
    if (octets[at] !== OCTET.underscore) continue;
    return problem(
      'domain-underscore',
      { start: at, end: at + 1 },
      '"_" is not allowed in a domain',
    );
  }
  return undefined;
}

function labelProblem(octets: Uint8Array, label: Span, whole: Span): DomainProblem | undefined {
  if (label.start === label.end) return emptyLabelProblem(label, whole);
  const underscore = underscoreProblem(octets, label);
  if (underscore !== undefined) return underscore;
  if (someOctet(octets, label, octet => octet >= 0x80)) return idnProblem(octets, label);
  const length = label.end - label.start;
  if (length <= LIMITS.label.value) return hyphenProblem(octets, label);
  const reason = `a label has ${String(length)} octets, limit ${String(LIMITS.label.value)}`;
  const found = problem('domain-too-long', label, reason);
  return { ...found, octets: length, limit: LIMITS.label.value };
}

/** What is legal but will hardly work; asked only of a domain without errors. */
function remarkOn(octets: Uint8Array, domain: Domain): DomainProblem | undefined {
  if (domain.labels.length === 1) {
    return problem('domain-not-fqdn', domain.span, 'it is a single label');
  }
  if (someOctet(octets, domain.span, octet => !isDigit(octet) && octet !== OCTET.dot)) {
    return undefined;
  }
  return problem('ip-without-brackets', domain.span, 'a domain of numbers only');
}

/**
 * Parses the domain name that begins at `start` (RFC 5321 4.1.2; U-labels by RFC 6531 3.3) and ends
 * before the first octet that is no letter, digit, "-", ".", "_" or non-ASCII; the caller judges
 * what follows. Lengths: 63 octets a label (a U-label as its A-label), 255 in all.
 */
export function parseDomain(octets: Uint8Array, start: number, end: number): ParsedDomain {
  const span = { start, end: domainEnd(octets, start, end) };
  const parts = splitLabels(octets, span);
  const problems = new Map<DomainProblemCode, DomainProblem>();
  for (const part of parts) {
    const found = labelProblem(octets, part, span);
    if (found !== undefined && !problems.has(found.code)) problems.set(found.code, found);
  }
  const length = span.end - span.start;
  if (length > LIMITS.domain.value && !problems.has('domain-too-long')) {
    const reason = `the domain has ${String(length)} octets, limit ${String(LIMITS.domain.value)}`;
    const found = problem('domain-too-long', span, reason);
    problems.set(found.code, { ...found, octets: length, limit: LIMITS.domain.value });
  }
  const labels = parts.filter(part => part.end > part.start);
  const nonAscii = someOctet(octets, span, octet => octet >= 0x80);
  const domain: Domain = { kind: 'domain', span, labels, nonAscii };
  const remark = problems.size === 0 ? remarkOn(octets, domain) : undefined;
  if (remark !== undefined) problems.set(remark.code, remark);
  return { domain, problems: [...problems.values()] };
}
