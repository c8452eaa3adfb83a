import type { Scanner } from '../octets/scanner.ts';
import { looksLikeReply } from '../smtp/reply.ts';
import type { ContentBlock, Dialect, DialectReader, LineContext, LineKind } from './dialect.ts';
import { newLineRecord, setPayload, spells } from './lineRecord.ts';
import { LineCursor } from './physicalLine.ts';

const SPACE = 32;
const DOT = 46;
const LF = 10;
const CR = 13;

/** swaks: ` -> ` client, `<-  ` server, `<** ` server's error, `~` instead of `-` under TLS. */
export const swaks: Dialect = {
  id: 'swaks',
  aliases: ['swaks-timed', 'swaks-nohints', 'swaks-raw'],
  label: 'swaks',
  description: 'What swaks prints: "=== " notes, " -> " client and "<-  " server lines.',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (/^=== Trying .+\.\.\.\r?$/m.test(sample) && SERVER_LINE.test(sample)) {
      return { certainty: 1, why: 'swaks notes and arrows' };
    }
    if (/^<(?:- {2}|~ {2}|\*\* |~\* )\d{3}/m.test(sample)) {
      return { certainty: 0.8, why: 'swaks arrows' };
    }
    if (/^=== Trying .+\.\.\.\r?$/m.test(sample) && /^(?:\*\*\* |[245]\d\d[ -])/m.test(sample)) {
      return { certainty: 0.7, why: 'swaks notes' };
    }
    if (DUMP.test(sample)) return { certainty: 0.6, why: 'what swaks --dump prints' };
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new SwaksReader(octets, scanner),
};

const SERVER_LINE = /^<(?:- {2}|~ {2}|\*\* |~\* )/m;
/** The first line that the client sent, with a mark or without. */
const FIRST_CLIENT = /^(?: [-~]>(?: |\r?$)|(?:EHLO|HELO|LHLO) )/m;
/** Settings and no dialogue. */
const DUMP = /^App Info:\r?\n {2}X-Mailer = swaks /m;
/** Where the first line of the client is looked for. */
const START = 8192;
/** How far after a line with a mark the dot may be. */
const NEAR = 16_384;
/** As far as a reader may look. */
const WINDOW = 65_536;

class SwaksReader implements DialectReader {
  readonly record = newLineRecord();
  readonly clothes = swaksPayload;
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  readonly #cursor: LineCursor;
  #isBare: boolean | undefined;
  /** Between the notes that a connection was made and that it is gone: else bare lines are prose. */
  #talks: boolean | undefined;
  /** Up to here no line is the dot that ends a message. */
  #dotless = 0;

  constructor(octets: Uint8Array, scanner: Scanner) {
    this.#octets = octets;
    this.#scanner = scanner;
    this.#cursor = new LineCursor(octets, scanner, 'lf');
  }

  /** --no-send-hints or --no-hints: the client's lines carry no mark. */
  get #bareClient(): boolean {
    this.#isBare ??= isBare(
      this.#scanner.latin1(this.#octets, 0, Math.min(this.#octets.length, START)),
    );
    return this.#isBare;
  }

  readLine(at: number, context: LineContext): number {
    const { record } = this;
    this.#cursor.move(at);
    record.from = at;
    record.to = this.#cursor.to;
    record.marked = true;
    record.tls = false;
    const mark = markAt(this.#octets, at, record.to);
    if (mark === undefined) {
      record.marked = false;
      setPayload(record, this.#bareKind(at), at);
    } else if (mark.party === 'note') {
      const kind = this.#noteKind(mark.payload);
      if (kind !== 'note') this.#talks = kind === 'connect' || kind === 'tls';
      setPayload(record, kind, mark.payload);
    } else {
      record.tls = mark.tls;
      setPayload(record, this.#kindOf(mark, context), mark.payload);
    }
    return this.#cursor.next;
  }

  #kindOf({ party, payload }: Mark, context: LineContext): LineKind {
    if (party === 'server') {
      const timeout = spells(this.#octets, payload, 'Timeout (');
      return timeout ? 'timeout' : 'server';
    }
    const hidden = context.inContent && this.#isPlaceholder(payload);
    return hidden ? 'hidden-content' : 'client';
  }

  #bareKind(at: number): LineKind {
    const { to } = this.record;
    if (to === at) return 'blank';
    if (this.#isRawRow(at, to)) return 'note';
    if (looksLikeReply(this.#octets, at, to)) return 'server';
    return this.#bareClient && this.#isTalking() ? 'client' : 'unknown';
  }

  #isTalking(): boolean {
    const start = this.#scanner.latin1(this.#octets, 0, Math.min(this.#octets.length, START));
    this.#talks ??= !/^=== (?:Trying|Connected) /m.test(start);
    return this.#talks;
  }

  /** `--show-raw-text` repeats everything as `<   0000: 32 32 30 …`. */
  #isRawRow(at: number, to: number): boolean {
    const head = this.#scanner.latin1(this.#octets, at, Math.min(to, at + 16));
    return /^(?:< {3}| {2}> )\d{4}: [\dA-F]{2} /.test(head);
  }

  readContent(at: number): ContentBlock {
    if (this.#bareClient) return this.#bareContent(at);
    const clothes = swaksPayload;
    let line = at;
    while (line < this.#octets.length) {
      this.#cursor.move(line);
      const { to, next } = this.#cursor;
      const start = clothes(this.#octets, line, to);
      if (start < 0) break;
      if (line === at && this.#isPlaceholder(start)) return none(at);
      if (to - start === 1 && this.#octets[start] === DOT) {
        return { end: line, terminator: { from: line, to, start }, next, clothes };
      }
      line = next;
    }
    return { end: line, terminator: undefined, next: line, clothes };
  }

  /**
   * Without marks the message goes on up to its dot, whatever its lines look like; where none is
   * near, up to the first line that has a mark.
   */
  #bareContent(at: number): ContentBlock {
    const clothes = barePayload;
    let marked = -1;
    let line = at;
    while (line < this.#octets.length && (marked < 0 || line < Math.min(WINDOW, marked + NEAR))) {
      if (marked >= 0 && line < this.#dotless) break;
      this.#cursor.move(line);
      const { to, next } = this.#cursor;
      if (to - line === 1 && this.#octets[line] === DOT) {
        return { end: line, terminator: { from: line, to, start: line }, next, clothes };
      }
      if (marked < 0 && markAt(this.#octets, line, to) !== undefined) marked = line;
      line = next;
    }
    this.#dotless = Math.max(this.#dotless, line);
    const end = marked < 0 ? line : marked;
    return { end, terminator: undefined, next: end, clothes };
  }

  /** `-n` prints ` -> 11 lines sent` in place of the message. */
  #isPlaceholder(start: number): boolean {
    this.#cursor.move(start);
    const { to, next } = this.#cursor;
    if (to - start > 30) return false;
    const text = this.#scanner.latin1(this.#octets, start, to);
    if (!/^\d+ lines sent$/.test(text)) return false;
    return markAt(this.#octets, next, this.#octets.length)?.party !== 'client';
  }

  #noteKind(at: number): LineKind {
    const octets = this.#octets;
    // The try may fail.
    if (spells(octets, at, 'Trying ')) return 'boundary';
    if (spells(octets, at, 'Connected to ')) return 'connect';
    if (spells(octets, at, 'TLS started')) return 'tls';
    if (spells(octets, at, 'Connection closed with remote host')) return 'close';
    if (spells(octets, at, 'Dropping connection')) return 'lost';
    if (spells(octets, at, 'Remote host closed connection unexpectedly')) return 'lost';
    if (spells(octets, at, 'Timeout')) return 'timeout';
    return 'note';
  }
}

function isBare(start: string): boolean {
  const first = FIRST_CLIENT.exec(start)?.[0];
  return first?.startsWith(' ') !== true && !DUMP.test(start);
}

function none(at: number): ContentBlock {
  return { end: at, terminator: undefined, next: at, clothes: swaksPayload };
}

interface Mark {
  readonly party: 'client' | 'server' | 'note';
  readonly tls: boolean;
  readonly payload: number;
}

/** Reads the four-octet mark; an editor may have trimmed the blanks after it. */
function markAt(octets: Uint8Array, from: number, to: number): Mark | undefined {
  const [a, b, c] = [octets[from], octets[from + 1], octets[from + 2]];
  const payload = Math.min(from + 4, endOfLine(octets, from, to));
  const tls = b === 126;
  if (a === SPACE && (b === 45 || tls) && c === 62 && isBlankOrEnd(octets, from + 3, to)) {
    return { party: 'client', tls, payload };
  }
  if (a === 60 && (b === 45 || tls || (b === 42 && c === 42)) && isServerMark(octets, from, to)) {
    return { party: 'server', tls, payload };
  }
  if ((a === 61 || a === 42) && b === a && c === a && isBlankOrEnd(octets, from + 3, to)) {
    return { party: 'note', tls: false, payload };
  }
  return undefined;
}

/** `<-  `, `<~  `, `<** `, `<~* `. */
function isServerMark(octets: Uint8Array, from: number, to: number): boolean {
  const c = octets[from + 2];
  if (c !== undefined && c !== SPACE && c !== 42 && c !== LF && c !== CR) return false;
  return isBlankOrEnd(octets, from + 3, to);
}

function isBlankOrEnd(octets: Uint8Array, at: number, to: number): boolean {
  const octet = octets[at];
  return at >= to || octet === SPACE || octet === LF || octet === CR;
}

function endOfLine(octets: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && at < from + 4 && octets[at] !== LF && octets[at] !== CR) at++;
  return at;
}

/** Without marks everything is content. */
function barePayload(_octets: Uint8Array, from: number): number {
  return from;
}

/** Only client lines are content. */
function swaksPayload(octets: Uint8Array, from: number, to: number): number {
  const mark = markAt(octets, from, to);
  return mark?.party === 'client' ? mark.payload : -1;
}
