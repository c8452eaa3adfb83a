import type { Span } from '../octets/span.ts';
import { isBlank } from '../smtp/octet.ts';
import { contentLines } from './contentLines.ts';
import type { ContentLine } from './contentLines.ts';
import { contentLinesIn } from './contentParts.ts';
import type { Chunk, Content, Exchange } from './model.ts';

const SPACE = 32;
const COLON = 58;

/** One field of a message header (RFC 5322 §2.2). */
export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  readonly nameSpan: Span;
  /** The body as written: after the colon until the end of the last continuation line. */
  readonly body: Span;
  /** How many content lines it takes. */
  readonly lines: number;
  /** Some line of it is written with escapes. */
  readonly raw: boolean;
}

/** The header of a message, as far as the transcript and the bounds of the walk go. */
export interface Header {
  readonly fields: readonly HeaderField[];
  /** Lines among the fields that look like one but have no proper name. */
  readonly malformed: readonly ContentLine[];
  /**
   * What ended it: the empty line, a line that is neither field nor continuation, the end of the
   * content, or the bound of this walk.
   */
  readonly end: 'blank' | 'broken' | 'content' | 'bound';
  /** The line that ended it, where one did. */
  readonly last: ContentLine | undefined;
  /** The first line of the content. */
  readonly first: ContentLine | undefined;
}

// No sane header is longer; a hostile one may not cost a walk through the whole content.
const MOST_LINES = 5_000;
const LONGEST_NAME = 998;

/**
 * The newest only: rules are asked about one message after the other, and a table of all of them
 * would keep them alive and the collector busy. It holds places and no octets.
 */
let newest: { readonly content: Content; readonly header: Header } | undefined;

/** The header at the start of this content, read when first asked for (RFC 5322 §2.1). */
export function headerOf(chunk: Chunk, content: Content): Header {
  if (newest?.content === content) return newest.header;
  const header = readHeader(chunk, contentLines(chunk, content));
  newest = { content, header };
  return header;
}

/** The header at the start of a stretch of content, a part of a message (RFC 2045 §3). */
export function headerIn(chunk: Chunk, content: Content, stretch: Span): Header {
  return readHeader(chunk, contentLinesIn(chunk, content, stretch));
}

/**
 * The header of the message that this exchange sends, or undefined where none can be judged:
 * hidden or misplaced content, a later chunk, or a header that the transcript does not end.
 */
export function wholeHeaderOf(
  chunk: Chunk,
  exchange: Exchange,
  content: Content,
): Header | undefined {
  if (!content.shown || content.misplaced === 'after-refusal') return undefined;
  if (content.how === 'bdat' && !isFirstChunk(exchange)) return undefined;
  const header = headerOf(chunk, content);
  if (header.first === undefined || header.end === 'bound') return undefined;
  if (isCutByChunk(content, header)) return undefined;
  return header.end === 'content' && content.terminator === undefined ? undefined : header;
}

/** The last line of a chunk may go on in the next one (RFC 3030 §2). */
function isCutByChunk(content: Content, { end, last }: Header): boolean {
  return content.how === 'bdat' && end === 'broken' && (last?.end ?? 0) >= content.span.end;
}

/** A chunk that was taken and is the first of its message. */
function isFirstChunk({ before, replies }: Exchange): boolean {
  return before.transaction?.usedBdat === false && (replies[0]?.code ?? 250) < 400;
}

function readHeader(chunk: Chunk, lines: Iterable<ContentLine>): Header {
  const fields: HeaderField[] = [];
  const malformed: ContentLine[] = [];
  let first: ContentLine | undefined;
  // A line that may be a field with a bad name; the next line tells.
  let doubtful: ContentLine | undefined;
  let count = 0;
  const ended = (end: Header['end'], last?: ContentLine): Header => {
    return { fields, malformed, end, last, first };
  };
  for (const line of lines) {
    first ??= line;
    const empty = isEmpty(chunk.octets, line);
    const taken = empty || takeLine(chunk, fields, line);
    if (!taken && doubtful !== undefined) return ended('broken', doubtful);
    if (!taken && !looksLikeField(chunk, line, first)) return ended('broken', line);
    if (empty && doubtful !== undefined && fields.length === 0) return ended('broken', doubtful);
    if (doubtful !== undefined) malformed.push(doubtful);
    doubtful = taken ? undefined : line;
    if (empty) return ended('blank', line);
    if (++count > MOST_LINES) return ended('bound', line);
  }
  return doubtful ? ended('broken', doubtful) : ended('content');
}

/** A colon not far from the start; a first line that begins with a blank continues nothing. */
function looksLikeField(
  { octets, scanner }: Chunk,
  line: ContentLine,
  first: ContentLine | undefined,
): boolean {
  if (isBlank(octets[line.start] ?? 0)) return line === first;
  const limit = Math.min(line.end, line.start + 78);
  return scanner.indexOf(octets, COLON, line.start, limit) > line.start;
}

/** Adds the line to the fields; false where it is neither a field nor a continuation. */
function takeLine(chunk: Chunk, fields: HeaderField[], line: ContentLine): boolean {
  const { octets } = chunk;
  const first = octets[line.start];
  if (isBlank(first ?? 0)) return extend(fields, line);
  const colon = colonAt(octets, line);
  if (colon < 0) return false;
  let nameEnd = colon;
  while (nameEnd > line.start && isBlank(octets[nameEnd - 1] ?? 0)) nameEnd--;
  fields.push({
    name: chunk.scanner.latin1(octets, line.start, nameEnd).toLowerCase(),
    nameSpan: { start: line.start, end: nameEnd },
    body: { start: colon + 1, end: line.end },
    lines: 1,
    raw: line.raw,
  });
  return true;
}

function extend(fields: HeaderField[], line: ContentLine): boolean {
  const field = fields.at(-1);
  if (field === undefined) return false;
  fields[fields.length - 1] = {
    ...field,
    body: { start: field.body.start, end: line.end },
    lines: field.lines + 1,
    raw: field.raw || line.raw,
  };
  return true;
}

/** The colon after a name of printing ASCII; blanks before it are an old form (RFC 5322 §4.5). */
function colonAt(octets: Uint8Array, line: ContentLine): number {
  const limit = Math.min(line.end, line.start + LONGEST_NAME);
  let at = line.start;
  while (at < limit && isNameOctet(octets[at] ?? 0)) at++;
  if (at === line.start) return -1;
  while (at < limit && isBlank(octets[at] ?? 0)) at++;
  return at < limit && octets[at] === COLON ? at : -1;
}

/** An octet that the name of a field can have (RFC 5322 §3.6.8). */
export function isNameOctet(octet: number): boolean {
  return octet > SPACE && octet < 127 && octet !== COLON;
}

/** Nothing but the line end, which a raw line spells out. */
function isEmpty(octets: Uint8Array, line: ContentLine): boolean {
  const length = line.end - line.start;
  if (length === 0) return true;
  if (!line.raw || length !== 4) return false;
  return octets[line.start + 1] === 114 && octets[line.start + 3] === 110;
}
