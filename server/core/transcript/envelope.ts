import { unescape } from '../octets/escapes.ts';
import type { Span } from '../octets/span.ts';
import { OCTET, equalsText, isBlank, skipBlanks } from '../smtp/octet.ts';
import { parseParams } from '../smtp/params.ts';
import type { Param, ParamList } from '../smtp/params.ts';
import { parsePath } from '../smtp/path.ts';
import type { ParsedPath } from '../smtp/pathTypes.ts';
import type { Chunk, Exchange } from './model.ts';

/** The argument of MAIL or RCPT, taken apart (RFC 5321 §4.1.1.2, 4.1.1.3). */
export interface Envelope {
  /** `FROM` or `TO` as written, also where it is the wrong one; undefined where it is missing. */
  readonly keyword: Span | undefined;
  /** The keyword is the one this verb takes. */
  readonly keywordRight: boolean;
  readonly colon: Span | undefined;
  /** Blanks between keyword and colon. */
  readonly blankBeforeColon: Span | undefined;
  readonly path: ParsedPath;
  readonly params: ParamList;
  /** The well-formed parameters; none where the path before them is broken. */
  readonly sound: readonly Param[];
  /** SMTPUTF8 is in force for this command (RFC 6531 §3.4). */
  readonly smtputf8: boolean;
}

const parsed = new WeakMap<Exchange['command'], Envelope>();

/** Path and parameters of a MAIL or RCPT command; parsed when first asked for. */
export function envelopeOf(chunk: Chunk, exchange: Exchange): Envelope {
  const known = parsed.get(exchange.command);
  if (known !== undefined) return known;
  const envelope = parse(chunk, exchange);
  parsed.set(exchange.command, envelope);
  return envelope;
}

/** The mailbox of MAIL or RCPT as text, without brackets; '' for the null path. */
export function pathTextOf(chunk: Chunk, exchange: Exchange): string {
  const { path } = envelopeOf(chunk, exchange).path;
  const span = path.mailbox ?? path.span;
  const text = chunk.scanner.utf8(chunk.octets, span.start, span.end).trim();
  return text.replace(/^<|>$/g, '');
}

function parse(chunk: Chunk, exchange: Exchange): Envelope {
  const { command } = exchange;
  const { start, end } = command.argument;
  const verb = command.verb === 'RCPT' ? 'RCPT' : 'MAIL';
  const inForce = verb === 'RCPT' && mailHasSmtputf8(chunk, exchange);
  if (!command.raw) return parseArgument(chunk.octets, { start, end }, verb, inForce);
  const source = unescape(chunk.octets, start, end);
  const { octets, origins } = source;
  let length = octets.length;
  while (length > 0 && (octets[length - 1] === 0x0a || octets[length - 1] === 0x0d)) length--;
  const envelope = parseArgument(octets, { start: 0, end: length }, verb, inForce);
  return moved(envelope, offset => origins[offset] ?? end);
}

function mailHasSmtputf8(chunk: Chunk, exchange: Exchange): boolean {
  const mail = exchange.before.transaction?.mail ?? exchange.known.transaction?.mail;
  return mail !== undefined && envelopeOf(chunk, mail).smtputf8;
}

function parseArgument(
  octets: Uint8Array,
  at: Span,
  verb: 'MAIL' | 'RCPT',
  inForce: boolean,
): Envelope {
  const head = readKeyword(octets, at, verb);
  const first = parsePath(octets, head.after, at.end, { context: verb, smtputf8: inForce });
  const params = parseParams(octets, first.end, at.end);
  const asks = verb === 'MAIL' && params.params.some(param => param.keyword === 'SMTPUTF8');
  const path = asks
    ? parsePath(octets, head.after, at.end, { context: verb, smtputf8: true })
    : first;
  const sound = soundOf(path, params);
  return { ...head.found, path, params, sound, smtputf8: inForce || asks };
}

function soundOf({ path }: ParsedPath, { params, problems }: ParamList): readonly Param[] {
  if (path.kind === 'broken') return [];
  const malformed = new Set(problems.map(problem => problem.start));
  return params.filter(({ keyword, span }) => keyword !== '' && !malformed.has(span.start));
}

interface Keyword {
  readonly found: Pick<Envelope, 'keyword' | 'keywordRight' | 'colon' | 'blankBeforeColon'>;
  readonly after: number;
}

/** `FROM:` or `TO:`; the two may be swapped, and the colon missing or set apart. */
function readKeyword(octets: Uint8Array, at: Span, verb: 'MAIL' | 'RCPT'): Keyword {
  const none = { keyword: undefined, keywordRight: false, colon: undefined };
  const word = ['FROM', 'TO'].find(text => beginsWith(octets, at, text));
  if (word === undefined)
    return { found: { ...none, blankBeforeColon: undefined }, after: at.start };
  const keyword = { start: at.start, end: at.start + word.length };
  const colonAt = skipBlanks(octets, keyword.end, at.end);
  const hasColon = colonAt < at.end && octets[colonAt] === OCTET.colon;
  const apart = hasColon && colonAt > keyword.end;
  return {
    found: {
      keyword,
      keywordRight: (word === 'FROM') === (verb === 'MAIL'),
      colon: hasColon ? { start: colonAt, end: colonAt + 1 } : undefined,
      blankBeforeColon: apart ? { start: keyword.end, end: colonAt } : undefined,
    },
    after: hasColon ? colonAt + 1 : colonAt,
  };
}

/** The keyword stands alone: a colon, a blank, a bracket or the end follows. */
function beginsWith(octets: Uint8Array, at: Span, text: string): boolean {
  const end = at.start + text.length;
  if (end > at.end || !equalsText(octets, at.start, end, text)) return false;
  const next = octets[end];
  return end === at.end || next === OCTET.colon || next === OCTET.less || isBlank(next ?? 0);
}

/** Moves every span in a parse result from the decoded octets back to the transcript. */
function moved<T>(value: T, at: (offset: number) => number): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(entry => moved<unknown>(entry, at)) as T;
  const entries = Object.entries(value).map(([key, entry]): [string, unknown] => {
    const isOffset = (key === 'start' || key === 'end') && typeof entry === 'number';
    return [key, isOffset ? at(entry) : moved<unknown>(entry, at)];
  });
  return Object.fromEntries(entries) as T;
}
