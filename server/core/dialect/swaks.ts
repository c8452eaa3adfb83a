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
  label: 'swaks',
  description: 'What swaks prints: "=== " notes, " -> " client and "<-  " server lines.',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (/^=== Trying .+\.\.\.\r?$/m.test(sample) && SERVER_LINE.test(sample)) {
      return { certainty: 1, why: 'swaks notes and arrows' };
    }
    if (
      /^<(?:- |~ |\*\*|~\*) \d{3}/m.test(sample) ||
      /^<(?:- {2}|~ {2}|\*\* |~\* )\d{3}/m.test(sample)
    ) {
      return { certainty: 0.8, why: 'swaks arrows' };
    }
    if (/^=== Trying .+\.\.\.\r?$/m.test(sample) && /^(?:\*\*\* |220[ -])/m.test(sample)) {
      return { certainty: 0.7, why: 'swaks notes' };
    }
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new SwaksReader(octets, scanner),
};

/** A client line. */
const CLIENT_LINE = /^ [-~]>(?: |\r?$)/m;
const SERVER_LINE = /^<(?:- {2}|~ {2}|\*\* |~\* )/m;

class SwaksReader implements DialectReader {
  readonly record = newLineRecord();
  readonly clothes = swaksPayload;
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  readonly #cursor: LineCursor;
  /** --no-send-hints or --no-hints: the client's lines carry no mark. */
  readonly #bareClient: boolean;

  constructor(octets: Uint8Array, scanner: Scanner) {
    this.#octets = octets;
    this.#bareClient = !CLIENT_LINE.test(
      scanner.latin1(octets, 0, Math.min(octets.length, 65_536)),
    );
    this.#scanner = scanner;
    this.#cursor = new LineCursor(octets, scanner, 'lf');
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
      setPayload(record, this.#noteKind(mark.payload), mark.payload);
    } else {
      record.tls = mark.tls;
      const hidden =
        context.inContent && mark.party === 'client' && this.#isPlaceholder(mark.payload);
      setPayload(record, hidden ? 'hidden-content' : mark.party, mark.payload);
    }
    return this.#cursor.next;
  }

  #bareKind(at: number): LineKind {
    const { to } = this.record;
    if (to === at) return 'blank';
    if (looksLikeReply(this.#octets, at, to)) return 'server';
    return this.#bareClient ? 'client' : 'unknown';
  }

  readContent(at: number): ContentBlock {
    const clothes = this.#bareClient ? barePayload : swaksPayload;
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

  /** `-n` prints ` -> 11 lines sent` in place of the message. */
  #isPlaceholder(start: number): boolean {
    this.#cursor.move(start);
    const { to } = this.#cursor;
    if (to - start > 30) return false;
    const text = this.#scanner.latin1(this.#octets, start, to);
    if (!/^\d+ lines sent$/.test(text)) return false;
    const after = markAt(this.#octets, this.#cursor.next, this.#octets.length);
    return after === undefined || after.party !== 'client';
  }

  #noteKind(at: number): LineKind {
    const octets = this.#octets;
    if (spells(octets, at, 'Trying ')) return 'connect';
    if (spells(octets, at, 'TLS started')) return 'tls';
    if (spells(octets, at, 'Connection closed with remote host')) return 'close';
    if (spells(octets, at, 'Dropping connection')) return 'lost';
    if (spells(octets, at, 'Remote host closed connection unexpectedly')) return 'lost';
    if (spells(octets, at, 'Timeout')) return 'timeout';
    return 'note';
  }
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

/** Content without marks goes on until a marked line. */
function barePayload(octets: Uint8Array, from: number, to: number): number {
  return markAt(octets, from, to) === undefined ? from : -1;
}

/** Only client lines are content. */
function swaksPayload(octets: Uint8Array, from: number, to: number): number {
  const mark = markAt(octets, from, to);
  return mark?.party === 'client' ? mark.payload : -1;
}
