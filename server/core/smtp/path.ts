import type { Span } from '../octets/span.ts';
import { describeOctet } from './describeOctet.ts';
import { LIMITS } from './limits.ts';
import { OCTET, isBlank, nextBlank, octetAt, skipBlanks } from './octet.ts';
import { isPathRemark } from './pathRemark.ts';
import { parsePathBody } from './pathBody.ts';
import type { PathBody } from './pathBody.ts';
import {
  brokenEnd,
  hasNoAddress,
  nestedAddress,
  opensParam,
  skipMoreAddresses,
} from './pathRecovery.ts';
import type { ParsedPath, Path, PathOptions, PathProblem, PathProblemCode } from './pathTypes.ts';

/** One call's input and the problems found so far. */
interface Work {
  readonly octets: Uint8Array;
  readonly end: number;
  readonly options: PathOptions;
  readonly problems: PathProblem[];
}

/** A path and the place after it. */
interface Found {
  readonly path: Path;
  readonly end: number;
}

function report(work: Work, code: PathProblemCode, span: Span, reason: string): void {
  work.problems.push({ code, start: span.start, end: span.end, reason });
}

function isBroken(work: Work): boolean {
  return work.problems.some(found => !isPathRemark(found.code));
}

function bodyOf(work: Work, start: number, isEnd: (at: number) => boolean): PathBody {
  const { octets, end, options } = work;
  const body = parsePathBody({ octets, start, end, options, isEnd });
  work.problems.push(...body.problems);
  return body;
}

function kindOf(body: PathBody): Path['kind'] {
  if (body.postmaster) return 'postmaster';
  return body.localPart !== undefined && body.domain !== undefined ? 'mailbox' : 'broken';
}

/** The parts of a body as parts of a path. */
function pathOf(body: PathBody, span: Span, brackets: Pick<Path, 'open' | 'close'>): Path {
  const { route, routeHosts, localPart, domain } = body;
  const last = domain ?? localPart;
  return {
    kind: kindOf(body),
    span,
    ...brackets,
    ...(route === undefined ? {} : { route }),
    routeHosts,
    ...(localPart === undefined ? {} : { localPart }),
    ...(domain === undefined ? {} : { domain }),
    ...(localPart === undefined || last === undefined
      ? {}
      : { mailbox: { start: localPart.span.start, end: last.span.end } }),
  };
}

/** Where the octet that does not belong stands. */
function placeOf(work: Work, body: PathBody): string {
  if (body.domain !== undefined) return 'in a domain';
  const { octets } = work;
  if (octets[body.start] === OCTET.at && body.route === undefined) return 'in a source route';
  const quoted = octets[body.stop - 1] === OCTET.quote && body.stop - 1 > body.start;
  return quoted ? 'after the quoted local-part' : 'in an unquoted local-part';
}

/** Says what is wrong with the octet at `stop`, where the body has to go on or to end. */
function unexpectedReason(work: Work, body: PathBody): string {
  const { octets, end } = work;
  const octet = octetAt(octets, body.stop, end);
  if (octet === OCTET.at && body.localPart !== undefined) return 'there is a second "@"';
  if (octet === OCTET.at) return 'nothing stands before the "@"';
  if (body.domain?.kind === 'address-literal') return 'text follows the address literal';
  if (body.domain !== undefined) {
    if (octet === OCTET.close) return 'the "[" of the address literal is missing';
    if (octet === OCTET.colon) return '":" is not allowed in a domain, only in [IPv6:...]';
  }
  return `${describeOctet(octets, body.stop, end)} is not allowed ${placeOf(work, body)}`;
}

/** More addresses in the place of one: RCPT's own slip, in MAIL a plain syntax error. */
function reportMore(work: Work, span: Span, count: number): void {
  if (work.options.context === 'MAIL') {
    report(work, 'address-syntax', span, 'a second address follows');
    return;
  }
  const reason = `${String(count)} recipients in one command`;
  work.problems.push({ code: 'multiple-recipients', ...span, reason, count });
}

/** Reports the octet at which a body broke off, unless a problem tells the cause already. */
function reportStop(work: Work, body: PathBody): void {
  const { octets, end } = work;
  const octet = octetAt(octets, body.stop, end);
  if (kindOf(body) === 'mailbox' && (octet === OCTET.comma || octet === OCTET.semicolon)) {
    const more = skipMoreAddresses(octets, body.stop, end);
    if (more.count > 0) {
      reportMore(work, { start: body.stop, end: more.end }, more.count + 1);
      return;
    }
  }
  if (isBroken(work)) return;
  const place = { start: body.stop, end: Math.min(body.stop + 1, end) };
  report(work, 'address-syntax', place, unexpectedReason(work, body));
}

/** Judges the text behind a closed path and gives the place where parameters may begin. */
function afterPath(work: Work, from: number): number {
  const { octets, end } = work;
  const next = skipBlanks(octets, from, end);
  if (from === end) return end;
  if (next === end) {
    report(work, 'blank-after-path', { start: from, end }, 'blanks follow the path');
    return from;
  }
  const more = skipMoreAddresses(octets, from, end);
  if (more.count > 0) {
    reportMore(work, { start: next, end: more.end }, more.count + 1);
    return more.end;
  }
  if (next > from || opensParam(octets, from, end)) {
    if (next === from) missingSpace(work, from);
    return from;
  }
  const to = nextBlank(octets, from, end);
  if (!isBroken(work))
    report(work, 'address-syntax', { start: from, end: to }, 'text after the ">"');
  return to;
}

function missingSpace(work: Work, at: number): void {
  const place = { start: at, end: at };
  if (!isBroken(work)) report(work, 'address-syntax', place, 'a space has to follow the ">"');
}

function nullPath(work: Work, open: Span, close: Span): Found {
  const span = { start: open.start, end: close.end };
  if (work.options.context === 'RCPT') {
    report(work, 'null-forward-path', span, 'the empty path is for MAIL only');
  }
  const path: Path = { kind: 'null', span, open, close, routeHosts: [] };
  return { path, end: afterPath(work, close.end) };
}

/** A "<" that has no ">": the path ends at the blank before parameters, or at the end. */
function unclosed(work: Work, open: Span, body: PathBody): Found {
  const span = { start: open.start, end: body.stop };
  report(work, 'path-brackets-missing', span, 'the ">" is missing');
  return { path: pathOf(body, span, { open }), end: body.stop };
}

/** `<Bob <b@x.example>>`: the inner address is the path that was meant. */
function insideDisplayName(work: Work, from: number, inner: Span): Found {
  const name = { start: from + 1, end: inner.start };
  report(work, 'display-name-in-path', name, 'a display name stands before the address');
  const found = bracketed(work, inner.start, inner.end);
  const surplus = octetAt(work.octets, inner.end, work.end) === OCTET.greater ? 1 : 0;
  return { path: found.path, end: afterPath(work, inner.end + surplus) };
}

function broken(work: Work, open: Span, body: PathBody): Found {
  reportStop(work, body);
  const end = brokenEnd(work.octets, body.stop, work.end);
  const span = { start: open.start, end };
  const closed = octetAt(work.octets, end - 1, work.end) === OCTET.greater && end - 1 > open.start;
  const close = closed ? { close: { start: end - 1, end } } : {};
  return { path: { ...pathOf(body, span, { open, ...close }), kind: 'broken' }, end };
}

/** Parses the path whose "<" is at `from`; `end` bounds an address within a display name. */
function bracketed(outer: Work, from: number, end: number): Found {
  const work = { ...outer, end };
  const { octets } = work;
  const open = { start: from, end: from + 1 };
  if (octetAt(octets, open.end, end) === OCTET.greater) {
    return nullPath(work, open, { start: open.end, end: open.end + 1 });
  }
  const before = work.problems.length;
  const body = bodyOf(work, open.end, at => endsBracketed(work, at));
  const close = { start: body.stop, end: body.stop + 1 };
  if (body.complete && octetAt(octets, body.stop, end) === OCTET.greater) {
    const path = pathOf(body, { start: from, end: close.end }, { open, close });
    checkLength(work, path.span);
    return { path, end: afterPath(work, close.end) };
  }
  if (body.complete) {
    if (open.end === body.stop) work.problems.length = before;
    return unclosed(work, open, body);
  }
  const inner = nestedAddress(octets, open.end, body.stop, end);
  if (inner === undefined) return broken(work, open, body);
  work.problems.length = before;
  return insideDisplayName(work, from, inner);
}

/** A bracketed body ends at ">"; at a blank or the end only when the ">" was forgotten. */
function endsBracketed(work: Work, at: number): boolean {
  const { octets, end } = work;
  const octet = octetAt(octets, at, end);
  if (octet === OCTET.greater || at >= end) return true;
  if (!isBlank(octet)) return false;
  const next = skipBlanks(octets, at, end);
  return opensParam(octets, next, end) || hasNoAddress(octets, next, end);
}

function endsBare(work: Work, at: number): boolean {
  const octet = octetAt(work.octets, at, work.end);
  return at >= work.end || octet === OCTET.greater || isBlank(octet);
}

/** `Bob <b@x.example>` without outer brackets. */
function behindDisplayName(work: Work, from: number): Found | undefined {
  const { octets, end } = work;
  const inner = nestedAddress(octets, from, from, end);
  if (inner === undefined) return undefined;
  const name = { start: from, end: inner.start };
  report(work, 'display-name-in-path', name, 'a display name stands before the address');
  const found = bracketed(work, inner.start, inner.end);
  return { path: found.path, end: afterPath(work, inner.end) };
}

/** A path that does not begin with "<". */
function bare(work: Work, from: number): Found {
  const { octets, end } = work;
  const named = behindDisplayName(work, from);
  if (named !== undefined) return named;
  const body = bodyOf(work, from, at => endsBare(work, at));
  // Square brackets around it all are the wrong brackets, not a second slip.
  const square = octetAt(octets, from, end) === OCTET.open;
  if (!body.complete && !square) reportStop(work, body);
  const stop = body.complete ? body.stop : nextBlank(octets, body.stop, end);
  const surplus = octetAt(octets, stop, end) === OCTET.greater ? 1 : 0;
  const span = { start: from, end: stop + surplus };
  const reason = surplus === 1 ? 'the "<" is missing' : 'the "<" and ">" are missing';
  report(work, 'path-brackets-missing', span, reason);
  const close = surplus === 1 ? { close: { start: stop, end: stop + 1 } } : {};
  const path = pathOf(body, span, close);
  const whole: Path = body.complete ? path : { ...path, kind: 'broken' };
  return { path: whole, end: body.complete ? afterPath(work, span.end) : span.end };
}

/** The path limit; a part that is too long on its own is the cause and says it better. */
function checkLength(work: Work, span: Span): void {
  const octets = span.end - span.start;
  const limit = LIMITS.path.value;
  if (octets <= limit || isBroken(work)) return;
  const reason = `the path has ${String(octets)} octets, limit ${String(limit)}`;
  work.problems.push({ code: 'path-too-long', ...span, reason, octets, limit });
}

function checkAscii(work: Work, path: Path): void {
  if (work.options.smtputf8) return;
  let first = path.span.start;
  while (first < path.span.end && (work.octets[first] ?? 0) < 0x80) first += 1;
  if (first === path.span.end) return;
  let last = path.span.end;
  while ((work.octets[last - 1] ?? 0) < 0x80) last -= 1;
  const reason = 'characters outside US-ASCII need SMTPUTF8';
  report(work, 'address-non-ascii', { start: first, end: last }, reason);
}

function missing(work: Work, at: number): Found {
  const span = { start: at, end: at };
  report(work, 'address-syntax', span, 'the path is missing');
  return { path: { kind: 'broken', span, routeHosts: [] }, end: at };
}

function byPlace(a: PathProblem, b: PathProblem): number {
  return a.start - b.start || a.end - b.end;
}

/**
 * Parses the path at the start of [start, end), the text after `FROM:` or `TO:` (RFC 5321 4.1.2,
 * 4.1.3; with SMTPUTF8 RFC 6531 3.3). Total and linear; all places lie within [start, end].
 * Parameters are left alone: they begin after the returned `end`. After an error the path is taken
 * to end at its ">" or, without one, at the next blank.
 */
export function parsePath(
  octets: Uint8Array,
  start: number,
  end: number,
  options: PathOptions,
): ParsedPath {
  const work: Work = { octets, end, options, problems: [] };
  const from = skipBlanks(octets, start, end);
  if (from > start && from < end) {
    report(work, 'space-around-colon', { start, end: from }, 'no blank may stand after the colon');
  }
  const first = octetAt(octets, from, end);
  const found =
    from === end
      ? missing(work, start)
      : first === OCTET.less
        ? bracketed(work, from, end)
        : bare(work, from);
  checkAscii(work, found.path);
  return { path: found.path, problems: work.problems.sort(byPlace), end: found.end };
}
