import { looksLikeReply } from '../smtp/reply.ts';
import { DecodingReader } from './decodingReader.ts';
import type { Dialect, LineKind } from './dialect.ts';
import { jsonLinesOf } from './jsonPlaces.ts';
import { jsonRecordOf, textRecordOf } from './nodeLogLine.ts';
import type { NodeLogLine } from './nodeLogLine.ts';

/** The npm package smtp-server with `logger: true`: only a reply's first line is marked. */
export const smtpServerLog: Dialect = {
  id: 'smtp-server-log',
  aliases: ['smtp-server'],
  label: 'npm smtp-server',
  description: 'What the npm package smtp-server logs with "logger"; the message is left out.',
  hides: ['content'],
  interleaves: true,
  whole: false,
  probe(sample) {
    if (SERVER_LINE.test(sample)) return { certainty: 1, why: '[time] DEBUG [#id] S:' };
    if (JSON_LINE.test(sample)) return { certainty: 1, why: '"tnx":"send" in JSON' };
    if (CLIENT_LINE.test(sample)) return { certainty: 0.8, why: '[time] DEBUG [#id] C:' };
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new SmtpServerReader(octets, scanner),
};

const SERVER_LINE = /^\[\d{4}-\d\d-\d\d [\d:]{8}\] [A-Z]{4,5} {1,3}\[#[^\s\]]{1,63}\] S: \d{3}/m;
const CLIENT_LINE = /^\[\d{4}-\d\d-\d\d [\d:]{8}\] [A-Z]{4,5} {1,3}\[#[^\s\]]{1,63}\] C: [A-Z]{4}/m;
const JSON_LINE = /^\{(?=[^\r\n]{0,2000}"tnx":"send")[^\r\n]{0,2000}"msg":"S: \d{3}[ -]/m;

const MASK = '/* secured */';

class SmtpServerReader extends DecodingReader {
  /** Connections whose last line left its reply open. */
  readonly #open = new Set<string>();

  protected decode(from: number, to: number): undefined {
    const head = this.head(from, to);
    const text = textRecordOf(head);
    if (text !== undefined) this.#text(text, from, to);
    else if (head.startsWith('{')) {
      const json = jsonRecordOf(this.scanner.utf8(this.octets, from, to));
      if (json !== undefined) this.#json(json, from, to);
    }
  }

  #text(record: NodeLogLine, from: number, to: number): void {
    const { connection, time } = record;
    if (!connection.startsWith('#')) return;
    const at = from + record.at;
    const head = this.head(at, to);
    const place = { connection, time };
    if (head.startsWith('S: ')) this.#server(at + 3, to, record);
    else if (/^C: <\d+ bytes of DATA>$/.test(head)) this.event('hidden-content', from, to, place);
    else if (head.startsWith('C: ')) {
      this.#open.delete(connection);
      const masked = head.includes(MASK);
      this.wire('client', { from: at + 3, to }, { ...place, masked });
    } else if (this.#open.has(connection) && looksLikeReply(this.octets, at, to)) {
      this.#server(at, to, record);
    } else this.event(eventOf(head), from, to, place);
  }

  #server(from: number, to: number, { connection, time }: NodeLogLine): void {
    if (this.octets[from + 3] === 45) this.#open.add(connection);
    else this.#open.delete(connection);
    this.wire('server', { from, to }, { connection, time });
  }

  #json(record: NodeLogLine, from: number, to: number): void {
    const { connection, time, message = '' } = record;
    if (!connection.startsWith('#')) return;
    const place = { connection, time };
    if (/^C: <\d+ bytes of DATA>$/.test(message)) {
      this.event('hidden-content', from, to, place);
    } else if (/^[SC]: /.test(message)) {
      const party = message.startsWith('S') ? 'server' : 'client';
      const masked = party === 'client' && message.includes(MASK);
      const text = { octets: this.octets, scanner: this.scanner };
      for (const line of jsonLinesOf(text, { from, to }, message, 3)) {
        const octets = this.scanner.encode(`${line.text}\r\n`);
        this.wireOctets(party, octets, line.span, { ...place, masked });
      }
    } else this.event(eventOf(message), from, to, place);
  }
}

function eventOf(text: string): LineKind {
  if (text.startsWith('Connection from ')) return 'connect';
  if (text.startsWith('Connection upgraded to TLS')) return 'tls';
  if (/^\S+ received "close" event from /.test(text)) return 'close';
  return text.startsWith('Connection closed to ') ? 'close' : 'note';
}
