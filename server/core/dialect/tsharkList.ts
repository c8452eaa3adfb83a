import { latin1Octets } from '../octets/latin1Octets.ts';
import { Places } from '../octets/places.ts';
import { DecodingReader } from './decodingReader.ts';
import type { Dialect, LineContext } from './dialect.ts';
import { NO_EVIDENCE } from './evidence.ts';

/** Number, time, addresses, protocol, length, and what there is to say of the packet. */
const ROW =
  /^ *\d{1,9} +(?:\d{4}-\d\d-\d\d )?([\d.:]+) +\S{1,80} +(?:\u00e2\u0086\u0092|->) +\S{1,80} +(\S{1,20}) \d{1,9} /;
const SPOKEN = /^ *\d{1,9} +.{10,220} SMTP \d{1,9} S: \d{3}[ -]/m;

/** The packet list of tshark: one line a packet, its lines joined by " | ", no content. */
export const tsharkList: Dialect = {
  id: 'tshark-list',
  label: 'tshark packet list',
  description: 'The packet list of tshark: "S: 250-… | …" and "C: …"; message content is hidden.',
  hides: [],
  interleaves: false,
  whole: false,
  probe: sample =>
    SPOKEN.test(sample) ? { certainty: 1, why: 'rows of SMTP packets' } : NO_EVIDENCE,
  open: (octets, scanner) => new TsharkListReader(octets, scanner),
};

/** What tshark puts between two lines, and how long the mark of direction is. */
const JOINT = ' | ';
const MARK = 3;

interface Text {
  readonly from: number;
  readonly to: number;
}

class TsharkListReader extends DecodingReader {
  #closing = 0;
  #secret = false;
  /** QUIT was the last command shown. */
  #quits = false;
  /** The content that is hidden was already reported. */
  #hidden = false;

  protected decode(from: number, to: number, context: LineContext): undefined {
    const head = this.head(from, to);
    const row = ROW.exec(head);
    if (row === null) return;
    const [all, , protocol = ''] = row;
    const span = { from: from + all.length, to };
    const rest = head.slice(all.length);
    if (protocol === 'TCP') this.#tcp(rest, { from, to });
    else if (/^(?:TLS|SSL)/.test(protocol)) this.#encrypted({ from, to });
    else if (protocol.startsWith('SMTP')) this.#smtp(protocol, rest, span, context);
  }

  #tcp(rest: string, { from, to }: Text): void {
    if (/\[SYN\]/.test(rest)) {
      this.#closing = 0;
      this.#secret = false;
      this.event('connect', from, to);
    } else if (/\[RST/.test(rest)) this.event(this.#closing > 0 ? 'note' : 'lost', from, to);
    else if (/\[FIN/.test(rest) && !/Retransmission/.test(rest)) {
      this.#closing++;
      this.event(this.#closing === 2 ? 'close' : 'note', from, to);
    }
  }

  #encrypted({ from, to }: Text): void {
    if (this.#secret) return;
    this.#secret = true;
    this.event('tls', from, to);
  }

  #smtp(protocol: string, rest: string, span: Text, context: LineContext): void {
    const mark = /^([SC]): /.exec(rest);
    const fragment = /^C: DATA fragment, \d+ bytes/.test(rest);
    if (protocol !== 'SMTP' || fragment || mark === null) {
      // A command that tshark took for content, after a DATA that was refused, is not shown either.
      const kind = context.inContent ? 'hidden-content' : this.#hidden ? 'note' : 'gap';
      this.#hidden = kind === 'hidden-content' || (kind === 'note' && this.#hidden);
      this.event(kind, span.from, span.to);
      return;
    }
    this.#hidden = false;
    const party = mark[1] === 'S' ? 'server' : 'client';
    const text = this.scanner.latin1(
      this.octets,
      span.from + 3,
      Math.min(span.to, span.from + 65_536),
    );
    if (party === 'server') this.#replies(text, span);
    else this.#commands(text, span, context);
  }

  #commands(text: string, span: Text, context: LineContext): void {
    let at = span.from + MARK;
    for (const command of text.split(JOINT)) {
      const answer = context.inAuth
        ? command.replace(/^(?:User|Username|Pass|Password): /, '')
        : command;
      this.#put('client', answer, at + command.length - answer.length);
      at += command.length + JOINT.length;
    }
  }

  /** Further lines of a reply stand without their code; the last of them ends it. */
  #replies(text: string, span: Text): void {
    const parts = text.split(JOINT);
    let open = '';
    let after = span.from + MARK;
    for (const [index, part] of parts.entries()) {
      const at = after;
      after += part.length + JOINT.length;
      const head = /^(\d{3})([ -]|$)/.exec(part);
      if (head !== null || open === '') {
        open = head?.[2] === '-' ? (head[1] ?? '') : '';
        this.#put('server', part, at);
        continue;
      }
      const next = parts[index + 1];
      const last = next === undefined || /^\d{3}(?:[ -]|$)/.test(next);
      this.#put('server', part, at, `${open}${last ? ' ' : '-'}`);
      if (last) open = '';
    }
  }

  /** A line that stands at `at`, and what it begins with though that is not shown. */
  #put(party: 'client' | 'server', text: string, at: number, hidden = ''): void {
    if (party === 'client') this.#quits = /^quit\s*$/i.test(text);
    // A QUIT sent together with the message stands in a row that shows the message alone.
    else if (text.startsWith('221') && !this.#quits) this.event('gap', at, at);
    const places = new Places();
    if (hidden !== '') places.add(0, at, 0, 0);
    places.add(hidden.length, at, text.length, 1);
    places.add(hidden.length + text.length, at + text.length, 0, 0);
    const octets = latin1Octets(`${hidden}${text}\r\n`);
    this.wireOctets(party, octets, { from: at, to: at + text.length, places });
  }
}
