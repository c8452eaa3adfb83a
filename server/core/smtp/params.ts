import type { Span } from '../octets/span.ts';
import { describeOctet } from './describeOctet.ts';
import { OCTET, asciiText, isLetDig, nextBlank, octetAt, skipBlanks } from './octet.ts';
import { firstInvalidUtf8 } from './utf8.ts';

/** One ESMTP parameter of MAIL or RCPT. */
export interface Param {
  /** Upper case; '' where the keyword is malformed. */
  readonly keyword: string;
  readonly span: Span;
  readonly keywordSpan: Span;
  /** Without the "="; absent where there is no "=". */
  readonly valueSpan?: Span;
}

/** A word that is no parameter. */
export interface ParamProblem {
  readonly code: 'param-malformed';
  readonly start: number;
  readonly end: number;
  /** What is wrong, as a clause without full stop. */
  readonly reason: string;
}

/** The parameters in order, malformed ones included, and what is wrong with them. */
export interface ParamList {
  readonly params: readonly Param[];
  readonly problems: readonly ParamProblem[];
}

/** What comes after so many is not taken apart: the line limit is far below. */
const MOST_PARAMS = 1_000;
/** Longer keywords are not looked at further: the line limit is far below. */
const LONGEST_KEYWORD = 256;

function keywordEnd(octets: Uint8Array, start: number, end: number): number {
  if (!isLetDig(octetAt(octets, start, end))) return start;
  let at = start + 1;
  while (at < end && (isLetDig(octets[at] ?? 0) || octets[at] === OCTET.hyphen)) at += 1;
  return at;
}

/** The first octet a value may not hold: controls, blanks, "=" (RFC 5321 4.1.2), or bad UTF-8. */
function badValueAt(octets: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at += 1) {
    const octet = octets[at] ?? 0;
    if (octet <= OCTET.space || octet === OCTET.equals || octet === OCTET.del) return at;
  }
  return firstInvalidUtf8(octets, start, end);
}

function valueReason(octets: Uint8Array, param: Param): string | undefined {
  const value = param.valueSpan;
  if (value === undefined) return undefined;
  if (value.start === value.end) return 'there is no value after "="';
  // Postfix spells its delimiters "+=": the one known value that breaks the grammar on purpose.
  if (param.keyword === 'XVERP') return undefined;
  const bad = badValueAt(octets, value.start, value.end);
  if (bad === -1) return undefined;
  return `${describeOctet(octets, bad, value.end)} is not allowed in a value`;
}

/** Where the value ends: at the next blank; over the blanks when they stand after the "=". */
function valueSpanAfter(octets: Uint8Array, equals: number, end: number): Span {
  const start = skipBlanks(octets, equals + 1, end);
  if (start === equals + 1) return { start, end: nextBlank(octets, start, end) };
  const wordEnd = nextBlank(octets, start, end);
  // "SIZE= BODY=7BIT" misses a value rather than holding a blank.
  for (let at = start; at < wordEnd; at += 1) {
    if (octets[at] === OCTET.equals) return { start: equals + 1, end: equals + 1 };
  }
  return { start, end: wordEnd };
}

function readParam(octets: Uint8Array, start: number, end: number): Param {
  const stop = keywordEnd(octets, start, end);
  const keyword = asciiText(octets, start, Math.min(stop, start + LONGEST_KEYWORD)).toUpperCase();
  const keywordSpan = { start, end: stop };
  const equals = skipBlanks(octets, stop, end);
  if (stop > start && octetAt(octets, equals, end) === OCTET.equals) {
    const valueSpan = valueSpanAfter(octets, equals, end);
    const span = { start, end: valueSpan.end };
    return { keyword, span, keywordSpan, valueSpan };
  }
  const wordEnd = nextBlank(octets, stop, end);
  return { keyword: wordEnd === stop ? keyword : '', span: { start, end: wordEnd }, keywordSpan };
}

function reasonFor(octets: Uint8Array, param: Param): string | undefined {
  const { keywordSpan, valueSpan, span } = param;
  if (valueSpan === undefined) {
    if (keywordSpan.end === span.end && keywordSpan.end > keywordSpan.start) return undefined;
    return `${describeOctet(octets, keywordSpan.end, span.end)} is not allowed in a keyword`;
  }
  const blanks = valueSpan.start - keywordSpan.end > 1;
  return blanks ? 'no blank is allowed next to "="' : valueReason(octets, param);
}

/**
 * Reads the parameters in [start, end), the text after a path, separated by blanks (RFC 5321 4.1.2
 * esmtp-param; non-ASCII values by RFC 6531 3.3). Blanks around "=" are one problem and the value
 * is still found. Gaps between the spans show extra blanks. Of a thousand the rest is left out.
 */
export function parseParams(octets: Uint8Array, start: number, end: number): ParamList {
  const params: Param[] = [];
  const problems: ParamProblem[] = [];
  let at = skipBlanks(octets, start, end);
  while (at < end && params.length < MOST_PARAMS) {
    const param = readParam(octets, at, end);
    params.push(param);
    const reason = reasonFor(octets, param);
    if (reason !== undefined) problems.push({ code: 'param-malformed', ...param.span, reason });
    at = skipBlanks(octets, Math.max(param.span.end, at + 1), end);
  }
  return { params, problems };
}
