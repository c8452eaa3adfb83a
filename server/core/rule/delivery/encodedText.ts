import type { Span } from '../../octets/span.ts';
import type { ContentLine } from '../../transcript/contentLines.ts';
import { contentLinesIn } from '../../transcript/contentParts.ts';
import type { Chunk, Content } from '../../transcript/model.ts';

/** A place in an encoded body and what is wrong there, as a clause without full stop. */
export interface EncodedFault {
  readonly at: Span;
  readonly reason: string;
}

/** Places in a body that are looked at one by one. */
const MOST_PLACES = 200;
const LF = 10;
const CR = 13;

/** A body, or as much of it as is looked at, as it stands in the transcript. */
export interface EncodedBody {
  readonly chunk: Chunk;
  readonly content: Content;
  readonly stretch: Span;
  /** One character an octet, marks of the speaker included. */
  readonly text: string;
  /** The stretch is the whole body. */
  readonly isWhole: boolean;
}

/** A body where it has no more octets than `most`, else its beginning, then its end; whole lines. */
export function* encodedBodies(
  chunk: Chunk,
  content: Content,
  body: Span,
  most: number,
): Generator<EncodedBody> {
  const { octets, scanner } = chunk;
  const { start } = body;
  const block = content.blocks.find(each => each.start <= start && start < each.end);
  if (block === undefined) return;
  const end = Math.min(body.end, block.end);
  const bodyOf = (stretch: Span): EncodedBody => {
    const text = scanner.latin1(octets, stretch.start, stretch.end);
    const isWhole = stretch.start === start && stretch.end === body.end;
    return { chunk, content, stretch, text, isWhole };
  };
  if (end - start <= most) {
    if (end > start) yield bodyOf({ start, end });
    return;
  }
  const half = most >> 1;
  const headEnd = scanner.lastIndexOf(octets, LF, start, start + half) + 1;
  if (headEnd > start) yield bodyOf({ start, end: headEnd });
  const tail = scanner.indexOf(octets, LF, end - half - 1, end) + 1;
  if (tail > 0 && tail < end) yield bodyOf({ start: tail, end });
}

/** A line that a search in the text came upon. */
interface Found {
  readonly line: ContentLine;
  readonly text: string;
  /** Where in the chunk the search found something. */
  readonly place: number;
}

/** The place from `from` on where there is something to look at, or -1. */
type Search = (from: number) => number;

/** The content lines in which a search finds something; raw lines are left out. */
function* linesWith(body: EncodedBody, search: Search): Generator<Found> {
  const { chunk, content, stretch, text } = body;
  let left = MOST_PLACES;
  for (let found = search(0); found >= 0;) {
    const from = found === 0 ? 0 : text.lastIndexOf('\n', found - 1) + 1;
    const feed = text.indexOf('\n', found);
    const end = feed < 0 ? text.length : feed + 1;
    const physical = { start: stretch.start + from, end: stretch.start + end };
    for (const line of contentLinesIn(chunk, content, physical)) {
      if (line.raw) continue;
      const place = stretch.start + found;
      yield { line, text: chunk.scanner.latin1(chunk.octets, line.start, line.end), place };
    }
    // At most one look a line.
    if (--left === 0) return;
    found = search(Math.max(end, found + 1));
  }
}

/** What stands before the text of a line. */
function markOf({ chunk, content, stretch }: EncodedBody): string {
  for (const { from, start } of contentLinesIn(chunk, content, stretch)) {
    return chunk.scanner.latin1(chunk.octets, from, start);
  }
  return '';
}

/** Letters of base64, by their codes. */
const LETTERS = lettersOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

function lettersOf(alphabet: string): Uint8Array {
  const letters = new Uint8Array(256);
  for (const letter of alphabet) letters[letter.charCodeAt(0)] = 1;
  return letters;
}

/** Finds lines that are not this mark and letters of base64; many times faster than a pattern. */
function unusualLine(text: string, mark: string): Search {
  return from => {
    for (let at = from; at < text.length;) {
      if (!text.startsWith(mark, at)) return at;
      let end = at + mark.length;
      while (end < text.length && LETTERS[text.charCodeAt(end)] === 1) end++;
      if (text.charCodeAt(end) === CR) end++;
      if (end < text.length && text.charCodeAt(end) !== LF) return at;
      at = end + 1;
    }
    return -1;
  };
}

/** The first fault of base64 (RFC 2045 §6.8): another character, or something after the padding. */
export function base64Fault(body: EncodedBody): EncodedFault | undefined {
  let padding: ContentLine | undefined;
  for (const { line, text } of linesWith(body, unusualLine(body.text, markOf(body)))) {
    const trimmed = text.trimEnd();
    if (trimmed === '') continue;
    const wrong = trimmed.search(/[^A-Za-z0-9+/=]/);
    if (wrong >= 0) {
      const at = { start: line.start + wrong, end: line.start + wrong + 1 };
      return { at, reason: `"${trimmed.charAt(wrong)}" is no letter of its alphabet` };
    }
    const pad = trimmed.indexOf('=');
    if (pad < 0) continue;
    padding = line;
    if (/=[^=]|===/.test(trimmed.slice(pad))) {
      const at = { start: line.start + pad, end: line.start + trimmed.length };
      return { at, reason: 'something follows the padding' };
    }
    break;
  }
  return padding === undefined ? undefined : afterPadding(body, padding);
}

function afterPadding(body: EncodedBody, padding: ContentLine): EncodedFault | undefined {
  const { chunk, content, stretch } = body;
  const rest = { start: Math.min(padding.to + 1, stretch.end), end: stretch.end };
  for (const { start, end, raw } of contentLinesIn(chunk, content, rest)) {
    if (raw) return undefined;
    const text = chunk.scanner.latin1(chunk.octets, start, end).trimEnd();
    if (text !== '')
      return { at: { start, end: start + text.length }, reason: 'something follows the padding' };
  }
  return undefined;
}

/** `=` without two hexadecimal digits and not at the end of its line (RFC 2045 §6.7). */
const BAD_ESCAPE = /=(?![0-9A-Fa-f]{2}|[ \t]*\r?$)/gm;

function badEscape(text: string): Search {
  return from => {
    BAD_ESCAPE.lastIndex = from;
    return BAD_ESCAPE.exec(text)?.index ?? -1;
  };
}

/** The first fault of quoted-printable. */
export function quotedPrintableFault(body: EncodedBody): EncodedFault | undefined {
  for (const { line, text } of linesWith(body, badEscape(body.text))) {
    const wrong = text.search(/=(?![0-9A-Fa-f]{2}|[ \t]*$)/);
    if (wrong < 0) continue;
    const at = { start: line.start + wrong, end: Math.min(line.end, line.start + wrong + 3) };
    return { at, reason: 'a "=" without two hexadecimal digits' };
  }
  return undefined;
}

const MOST_LINES = 2_000;

/** The first fault of uuencoded text: a line that is not as long as its first character says. */
export function uuencodeFault(body: EncodedBody): EncodedFault | undefined {
  let state: 'before' | 'within' | 'after' = 'before';
  let begin: Span | undefined;
  let left = MOST_LINES;
  for (const { start, end, raw } of contentLinesIn(body.chunk, body.content, body.stretch)) {
    if (raw || --left === 0) return undefined;
    const text = body.chunk.scanner.latin1(body.chunk.octets, start, end);
    if (state === 'within' && text.trimEnd() === 'end') state = 'after';
    else if (state === 'within' && !isUuLine(text)) {
      return { at: { start, end }, reason: 'a line is not as long as its first character says' };
    } else if (state === 'before' && /^begin [0-7]{3,4} /.test(text)) {
      begin = { start, end };
      state = 'within';
    }
  }
  if (!body.isWhole || state === 'after') return undefined;
  const at = begin ?? { start: body.stretch.start, end: body.stretch.start };
  return { at, reason: state === 'before' ? 'there is no "begin" line' : 'there is no "end" line' };
}

/** The blank, 0, is often written as a grave accent, and blanks at the end of a line get lost. */
function isUuLine(text: string): boolean {
  if (text.trimEnd() === '') return true;
  if (!/^[ -`]+$/.test(text)) return false;
  const octets = (text.charCodeAt(0) - 32) & 63;
  const needed = Math.ceil(octets / 3) * 4;
  return octets === 0 || text.length - 1 <= needed + 2;
}
