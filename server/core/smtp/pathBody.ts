import type { Span } from '../octets/span.ts';
import { parseAddressLiteral } from './addressLiteral.ts';
import { parseDomain } from './domain.ts';
import type { Domain, DomainProblem } from './domain.ts';
import { LIMITS } from './limits.ts';
import { parseLocalPart } from './localPart.ts';
import type { LocalPart, ParsedLocalPart } from './localPart.ts';
import { OCTET, equalsText, isDigit, octetAt } from './octet.ts';
import type { PathDomain, PathOptions, PathProblem, PathProblemCode } from './pathTypes.ts';
import { quotingProblem, routingProblem } from './localPartRemarks.ts';

/** Where to parse: `isEnd` tells whether the mailbox may end at a place. */
export interface BodyInput {
  readonly octets: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly options: PathOptions;
  isEnd(at: number): boolean;
}

/** What stands between the brackets. */
export interface PathBody {
  readonly route?: Span;
  readonly routeHosts: readonly Domain[];
  readonly localPart?: LocalPart;
  readonly domain?: PathDomain;
  readonly postmaster: boolean;
  readonly start: number;
  /** Where parsing stopped: at the end of the body, or at the octet that does not belong. */
  readonly stop: number;
  /** False when `stop` is an octet that does not belong there. */
  readonly complete: boolean;
  readonly problems: readonly PathProblem[];
}

/** The body while it is being parsed. */
interface Draft {
  route?: Span;
  routeHosts: readonly Domain[];
  localPart?: LocalPart;
  domain?: PathDomain;
  postmaster: boolean;
  problems: PathProblem[];
}

function problem(code: PathProblemCode, span: Span, reason: string): PathProblem {
  return { code, start: span.start, end: span.end, reason };
}

function finish(input: BodyInput, draft: Draft, stop: number): PathBody {
  return { ...draft, start: input.start, stop, complete: input.isEnd(stop) };
}

/** Remarks on a domain that is only passed through are of no use to anyone. */
function routeProblems(problems: readonly DomainProblem[]): PathProblem[] {
  const remarks: readonly string[] = ['domain-not-fqdn', 'ip-without-brackets'];
  return problems.filter(found => !remarks.includes(found.code)).map(toPathProblem);
}

function toPathProblem(found: DomainProblem): PathProblem {
  return { ...found, code: found.code === 'domain-syntax' ? 'address-syntax' : found.code };
}

/** Parses the A-d-l and its colon (RFC 5321 4.1.2); gives the place after it, or where it broke. */
function parseRoute(input: BodyInput, draft: Draft): { at: number; broken: boolean } {
  const { octets, start, end } = input;
  const hosts: Domain[] = [];
  draft.routeHosts = hosts;
  let at = start;
  for (;;) {
    if (octetAt(octets, at, end) !== OCTET.at) return { at, broken: true };
    const { domain, problems } = parseDomain(octets, at + 1, end);
    at = domain.span.end;
    const next = octetAt(octets, at, end);
    if (next !== OCTET.comma && next !== OCTET.colon) return { at, broken: true };
    hosts.push(domain);
    if (draft.problems.length < 8) draft.problems.push(...routeProblems(problems));
    at += 1;
    if (next === OCTET.colon) return { at, broken: false };
  }
}

/** What a route that broke off really was. */
function brokenRoute(input: BodyInput, draft: Draft, stop: number): PathBody {
  const single = draft.routeHosts.length === 0 && input.isEnd(stop);
  if (single) {
    const place = { start: input.start, end: input.start + 1 };
    draft.problems.push(problem('address-syntax', place, 'nothing stands before the "@"'));
  }
  return finish(input, draft, stop);
}

function lengthProblem(span: Span): PathProblem | undefined {
  const octets = span.end - span.start;
  const limit = LIMITS.localPart.value;
  if (octets <= limit) return undefined;
  const reason = `the local-part has ${String(octets)} octets, limit ${String(limit)}`;
  return { ...problem('local-part-too-long', span, reason), octets, limit };
}

function judgeLocalPart(input: BodyInput, parsed: ParsedLocalPart, problems: PathProblem[]): void {
  const { localPart, fault } = parsed;
  if (fault !== undefined) {
    problems.push(problem('address-syntax', fault, fault.reason));
    return;
  }
  const remarks = [
    lengthProblem(localPart.span),
    quotingProblem(input.octets, localPart),
    routingProblem(input.octets, localPart),
  ];
  for (const remark of remarks) if (remark !== undefined) problems.push(remark);
}

/** A local-part with no "@" after it: Postmaster in RCPT (RFC 5321 4.1.1.3), else a slip. */
function withoutDomain(input: BodyInput, draft: Draft, parsed: ParsedLocalPart): PathBody {
  const { span, kind } = parsed.localPart;
  draft.localPart = parsed.localPart;
  if (span.start === span.end) {
    draft.problems.push(problem('address-syntax', span, 'the address is missing'));
  } else if (parsed.fault !== undefined) {
    judgeLocalPart(input, parsed, draft.problems);
  } else if (draft.route === undefined && kind === 'dot-string' && isPostmaster(input, span)) {
    draft.postmaster = true;
    if (input.options.context === 'MAIL') {
      const reason = 'Postmaster without a domain is for RCPT only';
      draft.problems.push(problem('bare-postmaster-as-sender', span, reason));
    }
  } else
    draft.problems.push(problem('local-name-only', span, 'the "@" and the domain are missing'));
  return finish(input, draft, span.end);
}

function isPostmaster(input: BodyInput, span: Span): boolean {
  return equalsText(input.octets, span.start, span.end, 'postmaster');
}

function numericHostEnd(octets: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  while (isDigit(octetAt(octets, at, end))) at += 1;
  return at;
}

function parseLiteralDomain(input: BodyInput, draft: Draft, at: number): number {
  const { literal, problem: found } = parseAddressLiteral(input.octets, at, input.end);
  draft.domain = literal;
  if (found !== undefined) draft.problems.push(found);
  return literal.span.end;
}

function parseNumericHost(input: BodyInput, draft: Draft, at: number): number {
  const span = { start: at, end: numericHostEnd(input.octets, at, input.end) };
  draft.domain = { kind: 'numeric-host', span };
  const reason = 'a number as host is obsolete';
  draft.problems.push(problem('numeric-host-literal', span, reason));
  return span.end;
}

function parseNamedDomain(input: BodyInput, draft: Draft, at: number): number {
  const { domain, problems } = parseDomain(input.octets, at, input.end);
  draft.domain = domain;
  // Where an octet follows that does not belong, that one is the cause and is reported instead.
  const whole = input.isEnd(domain.span.end);
  const kept = problems.filter(found => whole || found.code === 'idn-label-invalid');
  draft.problems.push(...kept.map(toPathProblem));
  return domain.span.end;
}

function parseAfterAt(input: BodyInput, draft: Draft, at: number): PathBody {
  const first = octetAt(input.octets, at, input.end);
  if (first === OCTET.open) return finish(input, draft, parseLiteralDomain(input, draft, at));
  const digits = first === OCTET.hash && numericHostEnd(input.octets, at, input.end) > at + 1;
  if (digits) return finish(input, draft, parseNumericHost(input, draft, at));
  return finish(input, draft, parseNamedDomain(input, draft, at));
}

/**
 * Parses source route, local-part and domain from `start` on, as far as they go (RFC 5321 4.1.2,
 * 4.1.3). Whoever calls judges the octet at `stop` when the body is not complete.
 */
export function parsePathBody(input: BodyInput): PathBody {
  const { octets, start, end } = input;
  const draft: Draft = { routeHosts: [], postmaster: false, problems: [] };
  let at = start;
  if (octetAt(octets, start, end) === OCTET.at) {
    const route = parseRoute(input, draft);
    if (route.broken) return brokenRoute(input, draft, route.at);
    at = route.at;
    draft.route = { start, end: at };
    draft.problems.push(problem('source-route', draft.route, 'a source route'));
  }
  const parsed = parseLocalPart(octets, at, end);
  const next = parsed.localPart.span.end;
  if (octetAt(octets, next, end) !== OCTET.at) {
    const quoteOpen = parsed.localPart.kind === 'quoted-string' && parsed.fault !== undefined;
    if (quoteOpen) return brokenQuote(input, draft, parsed);
    return input.isEnd(next) ? withoutDomain(input, draft, parsed) : finish(input, draft, next);
  }
  if (next === at) return finish(input, draft, next);
  draft.localPart = parsed.localPart;
  judgeLocalPart(input, parsed, draft.problems);
  return parseAfterAt(input, draft, next + 1);
}

/** A quoted string that has a fault: what follows it tells nothing more. */
function brokenQuote(input: BodyInput, draft: Draft, parsed: ParsedLocalPart): PathBody {
  draft.localPart = parsed.localPart;
  judgeLocalPart(input, parsed, draft.problems);
  const stop = parsed.localPart.span.start;
  return { ...draft, start: input.start, stop, complete: false };
}
