import type { Scanner } from '../octets/scanner.ts';
import { readCommandHead } from '../smtp/command.ts';
import { looksLikeReply, readReplyHead } from '../smtp/reply.ts';
import { verbOf } from '../smtp/verbs.ts';
import type {
  Clothes,
  ContentBlock,
  Dialect,
  DialectReader,
  LineContext,
  LineKind,
} from './dialect.ts';
import { ForwardSearch } from './forwardSearch.ts';
import { newLineRecord, setPayload, spells } from './lineRecord.ts';
import { hasMarks } from './marks.ts';
import { LineCursor } from './physicalLine.ts';

const SPACE = 32;
const HYPHEN = 45;
const TAB = 9;
const LF = 10;
const CR = 13;
const DOT = 46;
const HASH = 35;
const BACKSLASH = 92;
const COLON = 58;
const BOM = [0xef, 0xbb, 0xbf] as const;

/** `.smtp` version 1: see docs/format.md. Also the bare form, as in a telnet window. */
export const smtp: Dialect = {
  id: 'smtp',
  label: 'SMTP transcript (.smtp)',
  description: 'Lines with S: and C:, or the bare dialogue of a telnet window.',
  hides: [],
  interleaves: false,
  whole: true,
  probe(sample) {
    const marks = sample.match(/^[CS]\\?: ?/gm)?.length ?? 0;
    if (marks > 0) return { certainty: 0.9, why: 'lines begin with S: and C:' };
    if (/^(?:220|EHLO|HELO|LHLO|554|421)[ -]/m.test(sample)) {
      return { certainty: 0.5, why: 'a dialogue without marks' };
    }
    return { certainty: 0.1, why: 'nothing else fits' };
  },
  open: (octets, scanner) => new SmtpReader(octets, scanner),
};

class SmtpReader implements DialectReader {
  readonly record = newLineRecord();
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  readonly #cursor: LineCursor;
  readonly #serverLine: ForwardSearch;
  readonly #rawServerLine: ForwardSearch;
  readonly #dots: readonly ForwardSearch[];
  /** Some line near the beginning has a mark, so that a line without one may be prose. */
  readonly #marked: boolean;
  /** A line that only a dialogue has was seen: a reply or a known verb. */
  #dialogue = false;
  /** A line with a mark was seen: without one, `S:` inside content is content. */
  #marks = false;

  constructor(octets: Uint8Array, scanner: Scanner) {
    this.#octets = octets;
    this.#scanner = scanner;
    this.#marked = hasMarks(octets, scanner);
    this.#cursor = new LineCursor(octets, scanner, 'any');
    this.#serverLine = new ForwardSearch(octets, scanner, NEWLINE_S);
    this.#rawServerLine = new ForwardSearch(octets, scanner, NEWLINE_S_RAW);
    this.#dots = DOT_CANDIDATES.map(dot => new ForwardSearch(octets, scanner, dot));
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
    const start = at === 0 && startsWithBom(this.#octets) ? BOM.length : at;
    const mark = markAt(this.#octets, start, record.to);
    if (mark !== undefined) {
      this.#marks = true;
      record.raw = mark.raw;
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
    if (verbOf(verb) !== undefined) return this.#speaks('client', start);
    if (this.#dialogue && !context.inAuth && !context.inChunk && this.#isClosing(start)) {
      return setPayload(record, 'close', start);
    }
    // Prose around a dialogue is no command; in a bare dialogue an unknown word is one.
    const stray = (this.#marked || !this.#dialogue) && !context.inAuth;
    setPayload(record, stray ? 'unknown' : 'client', start);
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
    let at = start + 1;
    while (at < record.to && (octets[at] === SPACE || octets[at] === TAB)) at++;
    if (octets[at] === 64) return setPayload(record, 'directive', at + 1);
    setPayload(record, this.#noteKind(at), at);
    record.marked = true;
  }

  #noteKind(at: number): LineKind {
    const { to } = this.record;
    if (to - at > 80) return 'note';
    const text = this.#scanner.latin1(this.#octets, at, to).trim().toLowerCase();
    if (/^-{2,} ?new session ?-{2,}$/.test(text)) return 'boundary';
    return EVENT_NOTES.get(text) ?? 'note';
  }

  readContent(at: number): ContentBlock {
    const mark = this.#marks ? markAt(this.#octets, at, this.#octets.length) : undefined;
    if (mark?.party === 'server') return openEnd(at, markedPayload);
    return mark ? this.#markedContent(at) : this.#bareContent(at);
  }

  /** Content lines carry `C: `; a server line ends it where the dot is missing. */
  #markedContent(at: number): ContentBlock {
    const found = this.#searchedContent(at);
    // A lone CR ends a line too, and the searches know LF only.
    const plain = this.#scanner.indexOf(this.#octets, CR, at, found.next) < 0;
    return plain ? found : this.#walkedContent(at);
  }

  #searchedContent(at: number): ContentBlock {
    const limit = this.#serverLineFrom(at);
    for (let line = at; line >= 0 && line < limit; line = this.#nextDotCandidate(line, limit)) {
      const dot = this.#dotLineAt(line, limit);
      if (dot !== undefined) return dot;
    }
    return openEnd(limit, markedPayload);
  }

  #walkedContent(at: number): ContentBlock {
    const { length } = this.#octets;
    let line = at;
    while (line < length && markAt(this.#octets, line, length)?.party !== 'server') {
      const dot = this.#dotLineAt(line, length);
      if (dot !== undefined) return dot;
      line = this.#cursor.next;
    }
    return openEnd(line, markedPayload);
  }

  /** The first line after `line` whose payload may begin with a dot, -1 where there is none. */
  #nextDotCandidate(line: number, limit: number): number {
    let first = -1;
    for (const dot of this.#dots) {
      const found = dot.next(line, first < 0 ? limit : first);
      if (found >= 0) first = found;
    }
    return first < 0 ? -1 : first + 1;
  }

  #dotLineAt(from: number, limit: number): ContentBlock | undefined {
    this.#cursor.move(from);
    const { to, next } = this.#cursor;
    const start = markedPayload(this.#octets, from, to);
    if (start < 0 || from >= limit) return undefined;
    const raw = this.#octets[from + 1] === BACKSLASH && start > from;
    const dot = raw
      ? to - start === 5 && spells(this.#octets, start, '.\\r\\n')
      : to - start === 1 && this.#octets[start] === DOT;
    const clothes = markedPayload;
    return dot ? { end: from, terminator: { from, to, start }, next, clothes } : undefined;
  }

  /** Where the next line that begins with `S:` starts, else the end. */
  #serverLineFrom(at: number): number {
    const { length } = this.#octets;
    const plain = this.#serverLine.next(at, length);
    const limit = plain < 0 ? length : plain + 1;
    const raw = this.#rawServerLine.next(at, limit);
    return raw < 0 ? limit : raw + 1;
  }

  /** No marks: everything is content until the line that is a dot, or a marked server line. */
  #bareContent(at: number): ContentBlock {
    const limit = this.#marks ? this.#serverLineFrom(at) : this.#octets.length;
    let line = at;
    while (line < limit) {
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
      if (this.#marks && markAt(this.#octets, line, to)) return this.#turnMarked(line);
      line = next;
    }
    return openEnd(limit, barePayload);
  }

  /** Content that began without marks goes on with them: `C: ` may be there or not. */
  #turnMarked(line: number): ContentBlock {
    return { ...this.#markedContent(line), clothes: mixedPayload };
  }
}

const NEWLINE_S = Uint8Array.of(LF, 83, COLON);
const NEWLINE_S_RAW = Uint8Array.of(LF, 83, BACKSLASH, COLON);
/** How a line that may be the dot begins: `C: .`, `C:.`, `C\: .`, or `.` without a mark. */
const DOT_CANDIDATES = [
  Uint8Array.of(LF, 67, COLON, SPACE, DOT),
  Uint8Array.of(LF, DOT),
  Uint8Array.of(LF, 67, COLON, DOT),
  Uint8Array.of(LF, 67, BACKSLASH, COLON, SPACE, DOT),
];

const EVENT_NOTES: ReadonlyMap<string, LineKind> = new Map<string, LineKind>([
  ['<tls established>', 'tls'],
  ['<connection closed>', 'close'],
  ['<connection lost>', 'lost'],
  ['<timeout>', 'timeout'],
  ['<connected>', 'connect'],
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

function startsWithBom(octets: Uint8Array): boolean {
  return BOM.every((octet, index) => octets[index] === octet);
}
