import { DecodingReader } from './decodingReader.ts';
import type { Dialect, LineContext, LineKind } from './dialect.ts';
import { readQuotedText } from './quotedText.ts';
import { timeStampAt } from './timeStamp.ts';
import { withLineEnd } from './withLineEnd.ts';

/** aiosmtpd's logger `mail.log`: `<<` is what the server wrote. */
export const aiosmtpdLog: Dialect = {
  id: 'aiosmtpd-log',
  aliases: ['aiosmtpd'],
  label: 'aiosmtpd',
  description: 'What the Python server aiosmtpd logs at level DEBUG, whatever stands before it.',
  hides: ['auth'],
  interleaves: true,
  whole: false,
  probe(sample) {
    if (/\('[^'\r\n]{1,80}', \d{1,5}(?:, \d+, \d+)?\) << b['"]\d{3}[ -]/.test(sample)) {
      return { certainty: 1, why: "('ip', port) << b'220 …'" };
    }
    if (/\('[^'\r\n]{1,80}', \d{1,5}(?:, \d+, \d+)?\) >> b['"][A-Za-z]{4}/.test(sample)) {
      return { certainty: 0.8, why: "('ip', port) >> b'EHLO …'" };
    }
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new AiosmtpdReader(octets, scanner),
};

const PEER = /^[^'"]{0,120}?(\('[^'\r\n]{1,80}', \d{1,5}(?:, \d{1,10}, \d{1,10})?\)) (.{1,60})/;
const CONTENT = /^[^'"]{0,120}?\bDATA readline: (?=b['"])/;

/** One server has no more connections in their message at once than this. */
const MOST = 4096;

class AiosmtpdReader extends DecodingReader {
  /** Connections that were told 354 and got no reply since; true once content was seen. */
  readonly #inContent = new Map<string, boolean>();
  /** Connections on which the client began TLS where there is none: no SMTP follows. */
  readonly #garbled = new Set<string>();

  protected decode(from: number, to: number, context: LineContext): undefined {
    const head = this.head(from, to);
    const content = CONTENT.exec(head);
    if (content !== null) {
      this.#content(from + content[0].length, { from, to }, context);
      return;
    }
    const match = PEER.exec(head);
    if (match === null) return;
    const [all, connection = '', text = ''] = match;
    const said = /^(<<|>>) (?=b['"])/.exec(text);
    const place = { connection, time: timeOf(head) };
    if (said === null) {
      this.#event(text, { from, to }, place);
      return;
    }
    const at = from + all.length - text.length + 3;
    this.#said(said[1] === '<<' ? 'server' : 'client', at, { from, to }, place);
  }

  #said(party: 'client' | 'server', at: number, line: Line, place: Place): void {
    const quoted = readQuotedText(this.octets, at + 1, line.to);
    if (quoted === undefined) return;
    const { connection } = place;
    if (party === 'client' && isHandshake(quoted.octets)) this.#garbled.add(connection);
    if (this.#garbled.has(connection)) {
      this.event('note', line.from, line.to, place);
      return;
    }
    if (party === 'server') this.#reply(quoted.octets, at, place);
    const masked = party === 'client' && /\*{8}$/.test(this.head(at + 2, quoted.end - 1));
    this.wireOctets(
      party,
      withLineEnd(quoted.octets),
      { from: at, to: quoted.end, places: quoted.places },
      { ...place, masked },
    );
  }

  #reply(octets: Uint8Array, at: number, place: Place): void {
    const { connection } = place;
    // The message was not logged where nothing of it came before its reply.
    if (this.#inContent.get(connection) === false) this.event('hidden-content', at, at, place);
    this.#inContent.delete(connection);
    if (octets[0] === 51 && octets[1] === 53 && octets[2] === 52 && this.#inContent.size < MOST) {
      this.#inContent.set(connection, false);
    }
  }

  /** A line of a message says not of which connection: it is known where one only is in content. */
  #content(at: number, line: Line, context: LineContext): void {
    const time = timeOf(this.head(line.from, line.to, 64));
    const [connection, ...others] = this.#inContent.keys();
    if (connection === undefined || others.length > 0) {
      for (const name of this.#inContent.keys()) {
        if (!context.of(name).inContent) continue;
        this.event('hidden-content', line.from, line.to, { connection: name, time });
        this.#inContent.set(name, true);
      }
      return;
    }
    if (!context.of(connection).inContent) return;
    const quoted = readQuotedText(this.octets, at + 1, line.to);
    if (quoted === undefined || quoted.octets.length === 0) return;
    this.#inContent.set(connection, true);
    const span = { from: at, to: quoted.end, places: quoted.places };
    this.wireOctets('client', quoted.octets, span, { connection, time });
  }

  #event(text: string, line: Line, place: Place): void {
    const kind = eventOf(text);
    if (kind === 'connect' || kind === 'close') {
      this.#inContent.delete(place.connection);
      this.#garbled.delete(place.connection);
    }
    this.event(kind, line.from, line.to, place);
  }
}

interface Line {
  readonly from: number;
  readonly to: number;
}

interface Place {
  readonly connection: string;
  readonly time: number;
}

function eventOf(text: string): LineKind {
  if (text.startsWith('handling connection')) return 'connect';
  if (/^connection lost\b|^Connection lost during /i.test(text)) return 'close';
  return text.startsWith('EOF received') ? 'close' : 'note';
}

/** A TLS record that begins a handshake (RFC 8446 §5.1). */
function isHandshake(octets: Uint8Array): boolean {
  return octets[0] === 22 && octets[1] === 3;
}

function timeOf(head: string): number {
  return timeStampAt(head.startsWith('[') ? head.slice(1) : head).time;
}
