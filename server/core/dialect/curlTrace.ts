import { curlNoteKind, curlProtocolOf } from './curlNotes.ts';
import { curlRows } from './curlRows.ts';
import type { CurlPiece } from './curlRows.ts';
import type { Dialect, Evidence, LineContext } from './dialect.ts';
import { DecodingReader } from './decodingReader.ts';
import { joinedPieces, pieceFrom } from './joinedPieces.ts';
import type { PlacedOctets } from './joinedPieces.ts';
import { Places } from '../octets/places.ts';
import { timeStampAt } from './timeStamp.ts';

const CR = 13;
const LF = 10;
const PREFIX = String.raw`^(\d\d:\d\d:\d\d\.\d{6} )?(?:\[[\dx]{1,9}-[\dx]{1,9}\] )?`;
const NOTE = new RegExp(`${PREFIX}== Info: `);
const DATA = new RegExp(
  `${PREFIX}(=> Send|<= Recv) (SSL data|header|data), (\\d{1,10}) bytes \\(0x[0-9a-f]{1,8}\\)`,
);
const TERMINATOR = Uint8Array.of(46, 13, 10);

/** curl --trace-ascii and --trace: chunks of `=> Send` and `<= Recv`, in rows with an offset. */
export const curlTrace: Dialect = {
  id: 'curl-trace-ascii',
  aliases: ['curl-trace'],
  label: 'curl --trace-ascii / --trace',
  description: 'What curl writes with --trace-ascii (text) or --trace (hexadecimal).',
  hides: ['quit'],
  interleaves: false,
  whole: false,
  probe,
  open: (octets, scanner) => new CurlTraceReader(octets, scanner),
};

function probe(sample: string): Evidence {
  const header = /^.{0,40}(?:=> Send|<= Recv) (?:header|data), \d+ bytes \(0x[0-9a-f]+\)/m;
  if (!header.test(sample)) return { certainty: 0, why: '' };
  const text = /^0000: (?:220[ -]|(?:EHLO|HELO|LHLO|MAIL FROM:|RCPT TO:) ?)/im.test(sample);
  const octets = /^0000: (?:32 32 30 (?:20|2d)|45 48 4c 4f|48 45 4c 4f|4d 41 49 4c) /m.test(sample);
  const refused = /^(?:\S{15} )?== Info: Got unexpected smtp-server response: \d{3}/m.test(sample);
  if (text || octets || refused) return { certainty: 1, why: 'rows of curl with an SMTP dialogue' };
  return { certainty: 0, why: '' };
}

/** An HTTP request; a row of --trace may show no more than its beginning. */
const REQUEST = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|PRI) \S/;
/** How far the first words on a connection are looked for. */
const WINDOW = 8192;
const LINE_END = Uint8Array.of(CR, LF);

/** A line of the wire that is not yet complete. */
interface Pending {
  readonly party: 'client' | 'server';
  readonly parts: PlacedOctets[];
  readonly from: number;
  to: number;
}

class CurlTraceReader extends DecodingReader {
  #pending: Pending | undefined;
  /** Another protocol than SMTP is spoken on this connection. */
  #foreign = false;
  /** Nothing was said on this connection yet. */
  #opening = true;
  /** The connection broke; what curl says then never arrives. */
  #gone = false;

  protected override decode(from: number, to: number, context: LineContext): number | undefined {
    const head = this.head(from, to);
    const data = DATA.exec(head);
    if (data === null) {
      this.#note(head, from, to);
      return undefined;
    }
    const [, stamp, way, what, size] = data;
    this.event('note', from, to);
    const text = { octets: this.octets, scanner: this.scanner };
    const rows = curlRows(text, this.#after(to), Number(size));
    // TLS records: what they hold comes again, in clear.
    if (what === 'SSL data' || this.#isForeign(rows.pieces[0])) return undefined;
    const party = way === '=> Send' ? 'client' : 'server';
    if (this.#gone && party === 'client') return rows.next;
    const { time } = timeStampAt(stamp ?? '');
    if (this.#pending?.party !== party) this.#flush(time);
    if (party === 'server' && context.inContent) this.#terminate(rows.pieces[0], time);
    for (const piece of rows.pieces) this.#take(party, piece, time);
    return rows.next;
  }

  #after(to: number): number {
    const feed = this.scanner.indexOf(this.octets, LF, to, this.octets.length);
    return feed < 0 ? this.octets.length : feed + 1;
  }

  #isForeign(first: CurlPiece | undefined): boolean {
    if (!this.#opening || first === undefined) return this.#foreign;
    const text = this.scanner.latin1(first.octets, 0, first.octets.length);
    this.#opening = false;
    this.#foreign = isForeign(text, text);
    return this.#foreign;
  }

  /** Is what will be said on the connection that opens here no SMTP? */
  #isForeignFrom(at: number): boolean {
    const to = Math.min(this.octets.length, at + WINDOW);
    const sample = this.scanner.latin1(this.octets, at, to);
    return isForeign(firstSaid(sample, '=> Send'), firstSaid(sample, '<= Recv'));
  }

  #take(party: 'client' | 'server', piece: CurlPiece, time: number): void {
    const { octets, from, to } = piece;
    let begin = 0;
    for (let feed = this.#feedIn(octets, 0); feed >= 0; feed = this.#feedIn(octets, feed + 1)) {
      const before = feed > 0 ? octets[feed - 1] : this.#pending?.parts.at(-1)?.octets.at(-1);
      if (before !== CR) continue;
      const { parts, from: start } = this.#pending ?? { parts: [], from };
      const rest = pieceFrom(piece, begin);
      const own = { octets: rest.octets.subarray(0, feed + 1 - begin), places: rest.places };
      const line = joinedPieces([...parts, own]);
      this.wireOctets(party, line.octets, { from: start, to, places: line.places }, { time });
      this.#pending = undefined;
      begin = feed + 1;
    }
    if (begin === octets.length) return;
    const pending = (this.#pending ??= { party, parts: [], from, to });
    pending.parts.push(pieceFrom(piece, begin));
    pending.to = to;
  }

  #feedIn(octets: Uint8Array, at: number): number {
    return this.scanner.indexOf(octets, LF, at, octets.length);
  }

  /** What never got its line end ends here: the other side speaks. */
  #flush(time: number): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined) return;
    const { party, parts, from, to } = pending;
    const { octets, places } = joinedPieces([...parts, ended(to)]);
    this.wireOctets(party, octets, { from, to, places }, { time });
  }

  /** curl does not trace the dot; a server that answers the message has got it. */
  #terminate(first: CurlPiece | undefined, time: number): void {
    if (first === undefined) return;
    const reply = this.scanner.latin1(first.octets, 0, Math.min(4, first.octets.length));
    if (!/^[245]\d\d/.test(reply) || reply.startsWith('421')) return;
    this.wireOctets('client', TERMINATOR, { from: first.from, to: first.from }, { time });
  }

  #note(head: string, from: number, to: number): void {
    const note = NOTE.exec(head);
    if (note === null) return;
    const kind = curlNoteKind(head.slice(note[0].length));
    if (kind === 'boundary' || kind === 'connect') {
      this.#opening = false;
      this.#gone = false;
      this.#foreign = this.#isForeignFrom(to);
    } else if (kind === 'lost' || kind === 'timeout') this.#gone = true;
    this.event(this.#foreign ? 'note' : kind, from, to, { time: timeStampAt(note[1] ?? '').time });
  }
}

function isForeign(client: string, server: string): boolean {
  return REQUEST.test(client) || curlProtocolOf(client, server) === 'other';
}

/** What the first chunk that goes this way begins with; of a row of --trace its text. */
function firstSaid(sample: string, way: '=> Send' | '<= Recv'): string {
  const row = new RegExp(`${way} (?:header|data), .{1,40}\\n0000: (.{0,400})`).exec(sample)?.[1];
  if (row === undefined) return '';
  return /^(?:[0-9a-f]{2} ){3}/.test(row) ? row.slice(48) : row;
}

/** A line end that is not shown. */
function ended(at: number): PlacedOctets {
  const places = new Places();
  places.add(0, at, 0, 0);
  return { octets: LINE_END, places };
}
