import { DecodingReader } from './decodingReader.ts';
import type { Dialect } from './dialect.ts';
import { spells } from './lineRecord.ts';
import { readQuotedPart } from './quotedText.ts';
import type { HexEscape } from './quotedText.ts';
import { timeStampAt } from './timeStamp.ts';

/** Python smtplib with set_debuglevel(1) or (2): representations of what was sent and received. */
export const smtplibDebug: Dialect = {
  id: 'smtplib-debug1',
  aliases: ['smtplib-debug2', 'smtplib'],
  label: 'Python smtplib',
  description: 'What smtplib prints after set_debuglevel(1), or with times after (2).',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    const replies = REPLY_LINE.test(sample);
    if (replies && /(?:send: b?['"]|reply: retcode \()/.test(sample)) {
      return { certainty: 1, why: '"send:" and "reply:" with Python strings' };
    }
    if (replies) return { certainty: 0.8, why: '"reply:" with Python strings' };
    if (SENT_COMMAND.test(sample)) return { certainty: 0.7, why: '"send:" with a command' };
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new SmtplibReader(octets, scanner),
};

const REPLY_LINE = /^(?:[^\r\n]{0,100}[ :|\]])?reply: b?['"]\d{3}[ -\\'"]/m;
const SENT_COMMAND =
  /^(?:[^\r\n]{0,100}[ :|\]])?send: b?['"](?:ehlo|helo|lhlo|mail from:|rcpt to:|auth |data\\r|quit\\r)/im;

/** A line of smtplib, perhaps with what a program or a container puts before it. */
const LINE =
  /^(?:(\d\d:\d\d:\d\d(?:\.\d{1,6})? )|.{0,100}?[ :|\]]|)(send|reply|connect|data|connect fail): ?(?=b?['"]|\(|retcode \(|to \(|\S)/;

/** The last line of what Python prints of an exception. */
const GONE = /^(?:smtplib\.)?SMTPServerDisconnected\b|^ConnectionResetError\b|^BrokenPipeError\b/;
const TIMED_OUT = /^(?:socket\.timeout|TimeoutError)\b/;
const FAILED =
  /^(?:smtplib\.)?SMTP(?:Authentication|SenderRefused|RecipientsRefused|Data|Connect|Helo|NotSupported|Response)\w{0,9}\b/;

/** How far the reader looks from where it was opened. */
const WINDOW = 65_536;

/** A whole message stands in one literal; it is read in parts of about this size. */
const MOST = 1 << 18;

/** A literal, and where within it to read on. */
interface Literal {
  readonly at: number;
  readonly party: 'client' | 'server';
  readonly quote: number;
  readonly hex: HexEscape;
  readonly time: number;
}

class SmtplibReader extends DecodingReader {
  #rest: Literal | undefined;
  /** Nothing was said since the program connected. */
  #connected = false;
  /** Python 2: `\xHH` in a plain string is an octet. */
  #plainReplies = false;

  protected decode(from: number, to: number): number | undefined {
    const rest = this.#rest;
    if (rest !== undefined && rest.at === from) return this.#part(rest, from, to);
    this.#rest = undefined;
    return this.#line(from, to);
  }

  #line(from: number, to: number): number | undefined {
    const head = this.head(from, to);
    const match = LINE.exec(head);
    if (match === null) {
      this.#other(head, from, to);
      return undefined;
    }
    const time = match[1] === undefined ? -1 : timeStampAt(head).time;
    const at = from + match[0].length;
    switch (match[2]) {
      case 'send':
        return this.#said('client', at, to, time);
      case 'reply':
        return this.#said('server', at, to, time);
      case 'connect':
        this.#connect(at, from, to);
        return undefined;
      default:
        return undefined;
    }
  }

  #said(party: 'client' | 'server', at: number, to: number, time: number): number | undefined {
    const bytes = this.octets[at] === 98;
    if (party === 'server' && !bytes && !spells(this.octets, at, 'retcode')) {
      this.#plainReplies = true;
    }
    const hex = bytes || this.#plainReplies ? 'octet' : 'character';
    const quote = this.octets[bytes ? at + 1 : at];
    if (quote !== 34 && quote !== 39) return undefined;
    this.#connected = false;
    return this.#part({ at: bytes ? at + 2 : at + 1, party, quote, hex, time }, at, to);
  }

  /** Reads on within a literal; returns where it stopped, if that is before the end. */
  #part(literal: Literal, from: number, to: number): number | undefined {
    const { party, time } = literal;
    const quoted = readQuotedPart(this.octets, literal.at, to, { ...literal, most: MOST });
    const span = { from, to: quoted.end, places: quoted.places };
    if (quoted.octets.length > 0) this.wireOctets(party, quoted.octets, span, { time });
    const goesOn = !quoted.closed && quoted.end < to;
    this.#rest = goesOn ? { ...literal, at: quoted.end } : undefined;
    return goesOn ? quoted.end : undefined;
  }

  /** `connect: to (…)` or `connect: (…)` before, `connect: b'…'` after the greeting. */
  #connect(at: number, from: number, to: number): void {
    if (!spells(this.octets, at, '(') && !spells(this.octets, at, 'to (')) return;
    this.event(this.#connected ? 'note' : 'connect', from, to);
    this.#connected = true;
  }

  #other(head: string, from: number, to: number): void {
    if (GONE.test(head)) this.event('lost', from, to);
    else if (TIMED_OUT.test(head)) this.event('timeout', from, to);
    else if (FAILED.test(head) && this.#isLast(to)) this.event('close', from, to);
  }

  /** After the exception the program said nothing more on this connection. */
  #isLast(to: number): boolean {
    const end = Math.min(this.octets.length, WINDOW);
    if (to >= end) return to >= this.octets.length;
    const rest = this.scanner.latin1(this.octets, to, end);
    const next = /^(?:.{0,100}[ :|\]])?(send|reply|connect): /m.exec(rest)?.[1];
    return next === undefined ? end === this.octets.length : next === 'connect';
  }
}
