import { DecodingReader } from './decodingReader.ts';
import type { Dialect, LineContext, LineKind } from './dialect.ts';
import { looksLikeReply } from '../smtp/reply.ts';
import { jsonLinesOf } from './jsonPlaces.ts';
import { jsonRecordOf, textRecordOf } from './nodeLogLine.ts';
import type { NodeLogLine } from './nodeLogLine.ts';
import { withLineEnd } from './withLineEnd.ts';

/** Nodemailer with `logger: true, debug: true`, or with a logger that writes JSON. */
export const nodemailerDebug: Dialect = {
  id: 'nodemailer-debug',
  aliases: ['nodemailer', 'nodemailer-json'],
  label: 'Nodemailer',
  description: 'What Nodemailer logs with "logger" and "debug"; also as JSON of pino or bunyan.',
  hides: [],
  interleaves: true,
  whole: false,
  probe(sample) {
    if (TEXT_SERVER.test(sample)) return { certainty: 1, why: '[time] DEBUG [id] S:' };
    if (JSON_SERVER.test(sample)) return { certainty: 1, why: '"tnx":"server" in JSON' };
    if (TEXT_CLIENT.test(sample)) return { certainty: 0.8, why: '[time] DEBUG [id] C:' };
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new NodemailerReader(octets, scanner),
};

const TEXT_SERVER =
  /^\[\d{4}-\d\d-\d\d [\d:]{8}\] [A-Z]{4,5} {1,3}\[[^#\s\]][^\s\]]{0,63}\] S: \d{3}/m;
const TEXT_CLIENT =
  /^\[\d{4}-\d\d-\d\d [\d:]{8}\] [A-Z]{4,5} {1,3}\[[^#\s\]][^\s\]]{0,63}\] C: (?:EHLO|HELO|LHLO|MAIL|RCPT|AUTH|QUIT)\b/m;
const JSON_SERVER =
  /^\{(?=[^\r\n]{0,2000}"tnx":"server")(?=[^\r\n]{0,2000}"sid":")[^\r\n]{0,2000}"msg":"\d{3}[ -]/m;

/** `/* secret *\/` as it stands, or in base64 wherever it may begin. */
const SECRET = /\/\* secret \*\/|Lyogc2VjcmV0ICov|8qIHNlY3JldCAqL|vKiBzZWNyZXQgKi/;
const CLOSING = /^Closing connection to the server using "(?:end|destroy)"$/;
const MESSAGE_SENT = /^<\d+ bytes encoded mime message/;

class NodemailerReader extends DecodingReader {
  protected decode(from: number, to: number, context: LineContext): undefined {
    const head = this.head(from, to);
    const text = textRecordOf(head);
    if (text !== undefined) this.#text(text, { from, to }, context.of(text.connection));
    else if (head.startsWith('{')) {
      const json = jsonRecordOf(this.scanner.utf8(this.octets, from, to));
      if (json !== undefined) this.#json(json, { from, to }, context.of(json.connection));
    }
  }

  #text(record: NodeLogLine, line: Line, context: LineContext): void {
    const at = line.from + record.at;
    if (record.connection === '' || record.connection.startsWith('#')) return;
    const head = this.head(at, line.to);
    const marked = /^([SC]): /.exec(head);
    if (context.inContent && record.level === 'DEBUG' && !this.#interrupts(head, at, line.to)) {
      this.#content(at, line.to, record);
    } else if (marked !== null) {
      const party = marked[1] === 'C' ? 'client' : 'server';
      const masked = party === 'client' && SECRET.test(head);
      this.wire(party, { from: at + 3, to: line.to }, { ...placeOf(record), masked });
    } else this.#event(head, record, line, context);
  }

  /** Does the server, or the program, break into the message? Only what never is content. */
  #interrupts(head: string, at: number, to: number): boolean {
    if (CLOSING.test(head)) return true;
    return /^S: 421[ -]/.test(head) && looksLikeReply(this.octets, at + 3, to);
  }

  /** The message is printed with a character for each octet. */
  #content(from: number, to: number, record: NodeLogLine): void {
    if (this.scanner.isAscii(this.octets, from, to)) {
      this.wire('client', { from, to }, placeOf(record));
      return;
    }
    this.#said('client', this.scanner.utf8(this.octets, from, to), { from, to }, record);
  }

  #json(record: NodeLogLine, line: Line, context: LineContext): void {
    const { message = '', kind } = record;
    if (record.connection === '' || record.connection.startsWith('#')) return;
    switch (kind) {
      case 'server':
      case 'client':
        this.#said(kind, message, line, record);
        break;
      case 'message':
        if (!MESSAGE_SENT.test(message)) this.#said('client', message, line, record);
        else this.#event(message, { ...record, level: 'INFO' }, line, context);
        break;
      default:
        this.#event(message, record, line, context);
    }
  }

  /** Text that stands for what was on the wire, its last line end left out. */
  #said(party: 'client' | 'server', text: string, line: Line, record: NodeLogLine): void {
    const masked = party === 'client' && SECRET.test(text);
    const content = record.kind === '' || record.kind === 'message';
    const { octets: source, scanner } = this;
    for (const part of jsonLinesOf({ octets: source, scanner }, line, text, 0)) {
      const octets = content ? octetsOf(part.text) : undefined;
      const encoded = scanner.encode(`${part.text}\r\n`);
      const whole = octets === undefined ? encoded : withLineEnd(octets);
      const span = whole.length === encoded.length ? part.span : line;
      this.wireOctets(party, whole, span, { ...placeOf(record), masked });
    }
  }

  #event(text: string, record: NodeLogLine, line: Line, context: LineContext): void {
    if (context.inContent && MESSAGE_SENT.test(text)) {
      this.event('hidden-content', line.from, line.to, placeOf(record));
      return;
    }
    const place = { ...placeOf(record), tls: text.startsWith('Secure connection established') };
    this.event(eventOf(text), line.from, line.to, place);
  }
}

interface Line {
  readonly from: number;
  readonly to: number;
}

function placeOf({ connection, time }: NodeLogLine): { connection: string; time: number } {
  return { connection, time };
}

function eventOf(text: string): LineKind {
  if (/^(?:Secure c|C)onnection established to /.test(text)) return 'connect';
  if (/^Connection upgraded with STARTTLS/.test(text)) return 'tls';
  if (CLOSING.test(text) || /^Connection closed$/.test(text)) return 'close';
  if (/^Connection closed unexpectedly/.test(text)) return 'lost';
  if (/^(?:read|write) E[A-Z]+$|^connect E[A-Z]+ /.test(text)) return 'lost';
  if (/^(?:Timeout|Greeting never received|Connection timeout)/.test(text)) return 'timeout';
  return 'note';
}

/** The octets that these characters are; undefined where one is none. */
function octetsOf(text: string): Uint8Array | undefined {
  const octets = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 255) return undefined;
    octets[at] = unit;
  }
  return octets;
}
