import type { Scanner } from '../octets/scanner.ts';
import { readCommandHead } from '../smtp/command.ts';
import { looksLikeReply, readReplyHead } from '../smtp/reply.ts';
import { verbOf } from '../smtp/verbs.ts';
import type {
  Clothes,
  ContentBlock,
  Dialect,
  DialectReader,
  DirectiveLine,
  LineContext,
  LineKind,
} from './dialect.ts';
import { afterBom } from './byteOrderMark.ts';
import { bareEvidence } from './evidence.ts';
import { ContentCounter } from './contentTally.ts';
import { newLineRecord, setPayload, spells } from './lineRecord.ts';
import { hasMarks } from './marks.ts';
import { LineCursor } from './physicalLine.ts';

const SPACE = 32;
const HYPHEN = 45;
const TAB = 9;
const DOT = 46;
const HASH = 35;
const LESS = 60;
const BACKSLASH = 92;
const COLON = 58;
const AT = 64;

/** Directives of one content that are read; nobody writes so many. */
const MOST_DIRECTIVES = 10_000;

/** `.smtp` version 1: see docs/format.md. Also the bare form, as in a telnet window. */
export const smtp: Dialect = {
  id: 'smtp',
  label: 'SMTP transcript (.smtp)',
  description: 'Lines with S: and C:, or the bare dialogue of a telnet window.',
  hides: [],
  interleaves: false,
  whole: true,
  probe(sample) {
    if (hasMarkedLine(sample)) return { certainty: 0.9, why: 'lines begin with S: and C:' };
    const { replies, commands } = bareEvidence(sample);
    if (commands || (replies && /^[2-5]\d\d[ -][^]*^[2-5]\d\d[ -]/m.test(sample))) {
      return { certainty: 0.5, why: 'a dialogue without marks' };
    }
    return { certainty: 0.1, why: 'nothing else fits' };
  },
  open: (octets, scanner) => new SmtpReader(octets, scanner),
};

/** Is there a reply of the server's or a command of the client's? Prose has `C: ` as well. */
function hasMarkedLine(sample: string): boolean {
  if (OWN_COMMAND.test(sample)) return true;
  return /^S\\?: ?[2-5]\d\d(?:[ -]|\r?$)/m.test(sample) && !OTHER_COMMAND.test(sample);
}

/** What only a client of SMTP says, and what only one of FTP, POP3 or NNTP says. */
const OWN_COMMAND =
  /^C\\?: ?(?:[Ee][Hh][Ll][Oo]|[Hh][Ee][Ll][Oo]|LHLO|lhlo|[Mm][Aa][Ii][Ll] [Ff]|[Rr][Cc][Pp][Tt] [Tt]|BDAT|VRFY|XCLIENT)/m;
const OTHER_COMMAND = /^C: ?(?:USER|PASS|PASV|PORT|RETR|STAT|LIST|GROUP|ARTICLE|MODE READER)\b/m;

class SmtpReader implements DialectReader {
  readonly record = newLineRecord();
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  readonly #cursor: LineCursor;
  /** Some line near the beginning has a mark, so that a line without one may be prose. */
  readonly #marked: boolean;
  /** A line that only a dialogue has was seen: a reply or a known verb. */
  #dialogue = false;
  /** A line with a mark was seen: without one, `S:` inside content is content. */
  #marks = false;
  /** A note said that the next line does not show what was sent. */
  #masked = false;
  /** Blank lines and notes reach from one offset to the other. */
  #asides = { from: 0, to: 0 };

  constructor(octets: Uint8Array, scanner: Scanner) {
    this.#octets = octets;
    this.#scanner = scanner;
    this.#marked = hasMarks(octets, scanner);
    this.#cursor = new LineCursor(octets, scanner, 'any');
  }

  /** For content that comes line by line: BDAT chunks. */
  get clothes(): Clothes {
    return this.#marks ? markedPayload : barePayload;
  }

  readLine(at: number, context: LineContext): number {
    const { record } = this;
    this.#cursor.move(at);
    record.from = at;
    record.to = this.#cursor.to;
    record.raw = false;
    record.marked = true;
    record.masked = false;
    const start = at === 0 ? afterBom(this.#octets) : at;
    const mark = markAt(this.#octets, start, record.to);
    if (mark !== undefined) {
      this.#marks = true;
      record.raw = mark.raw;
      record.masked = this.#masked;
      this.#masked = false;
      setPayload(record, mark.party, mark.payload);
    } else this.#unmarked(start, context);
    return this.#cursor.next;
  }

  #unmarked(start: number, context: LineContext): void {
    const { record } = this;
    record.marked = false;
    const octets = this.#octets;
    const bareChunk = context.inChunk && !this.#marked;
    if (this.#isBlank(start)) return setPayload(record, this.#blankKind(context), start);
    if (octets[start] === HASH && !bareChunk) return this.#note(start);
    if (looksLikeReply(octets, start, record.to)) return this.#speaks('server', start);
    const { verb } = readCommandHead(octets, start, record.to);
    if (verbOf(verb) !== undefined && (this.#dialogue || !this.#isProse(start))) {
      return this.#speaks('client', start);
    }
    if (this.#dialogue && !context.inAuth && !context.inChunk && this.#isClosing(start)) {
      return setPayload(record, 'close', start);
    }
    // Prose around a dialogue is no command; in a bare dialogue an unknown word is one.
    const stray = (this.#marked || !this.#dialogue) && !context.inAuth;
    setPayload(record, stray ? 'unknown' : 'client', start);
  }

  /** `mail: cannot send message` of a program, `auth = none` of its settings. */
  #isProse(start: number): boolean {
    const to = Math.min(this.record.to, start + 40);
    return /^[A-Za-z]{4,10}(?:: [^<]| {1,4}= )/.test(this.#scanner.latin1(this.#octets, start, to));
  }

  #speaks(party: 'client' | 'server', start: number): void {
    this.#dialogue = true;
    setPayload(this.record, party, start);
  }

  /** Without marks an empty line may be one of a BDAT chunk, or the empty answer to a challenge. */
  #blankKind({ inChunk, inAuth }: LineContext): LineKind {
    if (this.#marked || !(inChunk || inAuth)) return 'blank';
    return inChunk || this.#replyFollows() ? 'client' : 'blank';
  }

  /** The next line is a reply that AUTH may get, not the greeting of another session. */
  #replyFollows(): boolean {
    const { next } = this.#cursor;
    const to = Math.min(next + 4, this.#octets.length);
    const { code, separator } = readReplyHead(this.#octets, next, to);
    return code > 220 && (separator === SPACE || separator === HYPHEN);
  }

  /** What telnet prints last. */
  #isClosing(start: number): boolean {
    const { to } = this.record;
    if (to - start > 120) return false;
    const text = this.#scanner.latin1(this.#octets, start, to);
    return /^Connection (?:to \S+ )?closed\b/.test(text);
  }

  #isBlank(start: number): boolean {
    for (let at = start; at < this.record.to; at++) {
      if (this.#octets[at] !== SPACE && this.#octets[at] !== TAB) return false;
    }
    return true;
  }

  /** `# @name value`, an event, a boundary, or just a note. */
  #note(start: number): void {
    const { record } = this;
    const octets = this.#octets;
    const at = noteText(octets, start, record.to);
    if (octets[at] === AT) return setPayload(record, 'directive', at + 1);
    setPayload(record, this.#noteKind(at, record.to), at);
    if (this.#textOf(at, record.to) === MASKED) this.#masked = true;
    record.marked = true;
  }

  #noteKind(at: number, to: number): LineKind {
    const text = this.#textOf(at, to);
    if (/^-{2,} ?new session ?-{2,}$/.test(text)) return 'boundary';
    return EVENT_NOTES.get(text) ?? 'note';
  }

  /** A note in lower case; '' where it is longer than any that means something. */
  #textOf(at: number, to: number): string {
    const first = this.#octets[at];
    if (to - at > 80 || (first !== LESS && first !== HYPHEN)) return '';
    return this.#scanner.latin1(this.#octets, at, to).trim().toLowerCase();
  }

  readContent(at: number): ContentBlock {
    if (!this.#marks) return this.#bareContent(at);
    const { length } = this.#octets;
    const first = this.#afterAsides(at);
    const mark = markAt(this.#octets, first, length);
    if (mark?.party === 'client') return this.#markedContent(at);
    const ends = mark !== undefined || first >= length || this.#isEvent(first);
    return ends ? openEnd(at, markedPayload) : this.#bareContent(at);
  }

  /** The first line from here on that is neither blank nor a note without an event. */
  #afterAsides(at: number): number {
    if (this.#asides.from <= at && at < this.#asides.to) return this.#asides.to;
    let line = at;
    while (line < this.#octets.length) {
      this.#cursor.move(line);
      const { to, next } = this.#cursor;
      const aside = to === line || (this.#octets[line] === HASH && !this.#isEvent(line));
      if (!aside) break;
      line = next;
    }
    this.#asides = { from: at, to: line };
    return line;
  }

  /** Here stands an event, another session begins, or something stands in for the content. */
  #isEvent(line: number): boolean {
    if (this.#octets[line] !== HASH) return false;
    this.#cursor.move(line);
    const { to } = this.#cursor;
    return this.#noteKind(noteText(this.#octets, line, to), to) !== 'note';
  }

  /**
   * Content lines carry `C: `; a server line ends it where the dot is missing, and so does an event.
   * What comes after that is another block.
   */
  #markedContent(at: number): ContentBlock {
    const octets = this.#octets;
    const counter = new ContentCounter();
    const directives: DirectiveLine[] = [];
    let raw = false;
    let line = counter.plainLines(octets, this.#cursor.feeds, at);
    while (line < octets.length) {
      const mark = markAt(octets, line, octets.length);
      if (mark?.party === 'server' || this.#isEvent(line)) break;
      this.#cursor.move(line);
      const { to, next } = this.#cursor;
      const start = markedPayload(octets, line, to);
      raw ||= mark?.raw === true;
      if (start >= 0) {
        const end = { end: line, next, clothes: markedPayload, tally: raw ? undefined : counter };
        if (this.#isDot(line, start, to)) {
          return { ...end, directives, terminator: { from: line, to, start } };
        }
        counter.line(octets, start, to);
      } else if (octets[line] === HASH && directives.length < MOST_DIRECTIVES) {
        const name = noteText(octets, line, to);
        if (name < to && octets[name] === AT) directives.push({ from: line, to, start: name + 1 });
      }
      line = counter.plainLines(octets, this.#cursor.feeds, next);
    }
    return { ...openEnd(line, markedPayload), directives, tally: raw ? undefined : counter };
  }

  #isDot(from: number, start: number, to: number): boolean {
    const raw = this.#octets[from + 1] === BACKSLASH && start > from;
    return raw
      ? to - start === 5 && spells(this.#octets, start, '.\\r\\n')
      : to - start === 1 && this.#octets[start] === DOT;
  }

  /** No marks: everything is content until the line that is a dot, or a marked server line. */
  #bareContent(at: number): ContentBlock {
    const { length } = this.#octets;
    let line = at;
    while (line < length) {
      this.#cursor.move(line);
      const { to, next } = this.#cursor;
      if (to - line === 1 && this.#octets[line] === DOT) {
        return {
          end: line,
          terminator: { from: line, to, start: line },
          next,
          clothes: barePayload,
        };
      }
      const mark = this.#marks ? markAt(this.#octets, line, to) : undefined;
      if (mark?.party === 'server') return openEnd(line, barePayload);
      if (mark !== undefined) return this.#turnMarked(line);
      line = next;
    }
    return openEnd(length, barePayload);
  }

  /** Content that began without marks goes on with them: `C: ` may be there or not. */
  #turnMarked(line: number): ContentBlock {
    const block = this.#markedContent(line);
    return { ...block, clothes: mixedPayload, tally: undefined, directives: undefined };
  }
}

/** Stands before a line that shows something else than the secret that was sent. */
const MASKED = '<secret not shown>';

const EVENT_NOTES: ReadonlyMap<string, LineKind> = new Map<string, LineKind>([
  ['<tls established>', 'tls'],
  ['<connection closed>', 'close'],
  ['<connection lost>', 'lost'],
  ['<timeout>', 'timeout'],
  ['<connected>', 'connect'],
  ['<content not shown>', 'hidden-content'],
  ['<lines not shown>', 'gap'],
  ['<authenticated>', 'authenticated'],
]);

interface Mark {
  readonly party: 'client' | 'server';
  readonly raw: boolean;
  readonly payload: number;
}

/** `S: `, `C: `, `S\: ` or `C\: ` at the beginning of the line; the blank may be missing. */
function markAt(octets: Uint8Array, from: number, to: number): Mark | undefined {
  const letter = octets[from];
  if (letter !== 67 && letter !== 83) return undefined;
  const raw = octets[from + 1] === BACKSLASH;
  const colon = raw ? from + 2 : from + 1;
  if (colon >= to || octets[colon] !== COLON) return undefined;
  const payload = colon + 1 < to && octets[colon + 1] === SPACE ? colon + 2 : colon + 1;
  return { party: letter === 67 ? 'client' : 'server', raw, payload };
}

/** Where the text of the note begins whose `#` stands at `hash`. */
function noteText(octets: Uint8Array, hash: number, to: number): number {
  let at = hash + 1;
  while (at < to && (octets[at] === SPACE || octets[at] === TAB)) at++;
  return at;
}

function openEnd(limit: number, clothes: Clothes): ContentBlock {
  return { end: limit, terminator: undefined, next: limit, clothes };
}

/** Content with marks: notes and blank lines between are no content; a missing mark is forgiven. */
function markedPayload(octets: Uint8Array, from: number, to: number): number {
  const mark = markAt(octets, from, to);
  if (mark !== undefined) return mark.party === 'client' ? mark.payload : -1;
  return from === to || octets[from] === HASH ? -1 : from;
}

/** Content where some lines have marks: what has none is content as it stands. */
function mixedPayload(octets: Uint8Array, from: number, to: number): number {
  const mark = markAt(octets, from, to);
  if (mark === undefined) return from;
  return mark.party === 'client' ? mark.payload : -1;
}

/** Without marks everything is content. */
function barePayload(_octets: Uint8Array, from: number): number {
  return from;
}
