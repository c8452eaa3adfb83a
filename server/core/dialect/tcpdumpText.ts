import { readCommandHead } from '../smtp/command.ts';
import { verbOf } from '../smtp/verbs.ts';
import type { DecodedLine } from './decodingReader.ts';
import type { Dialect } from './dialect.ts';
import { NO_EVIDENCE } from './evidence.ts';
import { hexOctets } from './hexOctets.ts';
import { joinedPieces, pieceFrom } from './joinedPieces.ts';
import type { PlacedOctets } from './joinedPieces.ts';
import { Places } from '../octets/places.ts';
import { StreamReader } from './streamReader.ts';
import { firstLineOf, isPacketLine, packetOf } from './tcpdumpPacket.ts';
import type { Packet } from './tcpdumpPacket.ts';
import { timeStampAt } from './timeStamp.ts';

/** The header of a packet, on one line or on two. */
const PACKET =
  /^(?:[^\n]{0,60} )?IP6? (?:\([^\n]{1,300}\)\r?\n {1,8})?\S{1,80} > \S{1,80}: Flags \[[A-Z.]{1,8}\]/m;
/** What only SMTP says, anywhere in a line: the headers of the packet stand before it. */
const SPOKEN =
  /220[ -][^\n]{0,200}?(?:SMTP|mail|mx)|250[ -](?:PIPELINING|SIZE |8BITMIME|2\.\d)|(?:EHLO|HELO|LHLO) [\w[]|(?:MAIL FROM|RCPT TO):/i;
/** A line of a hex dump, the text of its octets last. */
const DUMPED = /^\t0x[0-9a-f]{4}: {2}[0-9a-f ]{41}(.{1,16})/gm;

/** tcpdump -A and -X: a header line a packet, then its octets as text or as a hex dump. */
export const tcpdumpText: Dialect = {
  id: 'tcpdump-A',
  aliases: ['tcpdump-X'],
  label: 'tcpdump -A, -X',
  description: 'Packets as tcpdump prints them with -A (text) or -X (hex and text).',
  hides: [],
  interleaves: true,
  whole: false,
  probe(sample) {
    if (!PACKET.test(sample)) return NO_EVIDENCE;
    const dumped = [...sample.matchAll(DUMPED)].map(([, text]) => text ?? '').join('');
    const spoken = SPOKEN.test(dumped === '' ? sample : dumped);
    return spoken ? { certainty: 0.95, why: 'packets with replies' } : NO_EVIDENCE;
  },
  open: (octets, scanner) => new TcpdumpReader(octets, scanner),
};

/** What is known of one connection. */
interface Connection {
  readonly name: string;
  /** The end of the server, as tcpdump writes it. */
  readonly server: string;
  /** For each end the sequence number that comes next. */
  readonly next: Map<string, number>;
  readonly closed: Set<string>;
  /** Packets are missing: what a client says next may be content. */
  astray: boolean;
}

interface Text {
  readonly from: number;
  readonly to: number;
}

class TcpdumpReader extends StreamReader {
  readonly #connections = new Map<string, Connection>();

  protected read(from: number, to: number): number | undefined {
    const head = this.head(from, this.octets.length, 800);
    const packet = packetOf(head);
    if (packet === undefined) return undefined;
    const start = this.#after(firstLineOf(head) > 0 ? this.#after(to) : to);
    const end = this.#packetEnd(start);
    const payload = this.#payload(packet, { from: start, to: end });
    const known = this.#connections.get(keyOf(packet));
    const connection = this.#connectionOf(packet, payload.octets);
    const about = { connection: connection.name, time: timeStampAt(packet.stamp).time };
    if (isOpening(packet) && connection !== known) {
      this.forget(connection.name);
      this.event('connect', from, to, about);
    }
    if (payload.octets.length > 0)
      this.#take(packet, connection, payload, { from: start, to: end }, about);
    this.#follow(packet, connection, { from, to }, about);
    return end;
  }

  #take(
    packet: Packet,
    connection: Connection,
    payload: PlacedOctets,
    span: Text,
    about: DecodedLine,
  ): void {
    const { source, sequence } = packet;
    const party = source === connection.server ? 'server' : 'client';
    const expected = connection.next.get(source);
    let fresh = payload;
    if (sequence !== undefined) {
      // What was sent before is repeated here, in whole or in part.
      if (expected !== undefined && sequence < expected) {
        fresh = pieceFrom(payload, Math.min(payload.octets.length, expected - sequence));
      }
      if (expected !== undefined && sequence > expected) {
        this.event('gap', span.from, span.from, about);
        connection.astray = true;
      }
      connection.next.set(source, Math.max(expected ?? 0, sequence + payload.octets.length));
    }
    if (party === 'client' && connection.astray) {
      connection.astray = !this.#isCommand(fresh.octets);
      if (connection.astray) return;
    }
    if (fresh.octets.length === 0) return;
    this.stream(party, fresh.octets, { ...span, places: fresh.places }, about);
  }

  #isCommand(octets: Uint8Array): boolean {
    const { verb } = readCommandHead(octets, 0, Math.min(octets.length, 80));
    return verbOf(verb) !== undefined;
  }

  /** FIN of both sides, or RST, ends a connection. */
  #follow(packet: Packet, connection: Connection, span: Text, about: DecodedLine): void {
    const { flags, source } = packet;
    const { name, closed } = connection;
    if (flags.includes('R')) {
      if (closed.size < 2) this.#over(closed.size > 0 ? 'close' : 'lost', name, span, about);
      closed.add('both').add(source);
    } else if (flags.includes('F') && !closed.has(source)) {
      closed.add(source);
      if (closed.size === 2) this.#over('close', name, span, about);
    }
  }

  #over(kind: 'close' | 'lost', name: string, { from, to }: Text, about: DecodedLine): void {
    this.forget(name);
    this.event(kind, from, to, about);
  }

  #connectionOf(packet: Packet, payload: Uint8Array): Connection {
    const { source, destination } = packet;
    const key = keyOf(packet);
    const known = this.#connections.get(key);
    if (known !== undefined && !(isOpening(packet) && known.closed.size > 0)) return known;
    const server = serverOf(packet, this.scanner.latin1(payload, 0, Math.min(4, payload.length)));
    const connection: Connection = {
      name: server === source ? destination : source,
      server,
      next: new Map(),
      closed: new Set(),
      astray: false,
    };
    this.#connections.set(key, connection);
    return connection;
  }

  /** Where the next packet's header line begins. */
  #packetEnd(from: number): number {
    let at = from;
    while (at < this.octets.length && !isPacketLine(this.head(at, this.octets.length, 800))) {
      at = this.#after(at);
    }
    return at;
  }

  #payload(packet: Packet, { from, to }: Text): PlacedOctets {
    if (packet.length === 0) return { octets: new Uint8Array(0), places: new Places() };
    if (this.head(from, to, 8).startsWith('\t0x')) return this.#hexPayload(packet, { from, to });
    return this.#textPayload(packet, { from, to });
  }

  /** The IP packet from the dump; the payload is its last octets. */
  #hexPayload(packet: Packet, { from, to }: Text): PlacedOctets {
    const dump = this.scanner.latin1(this.octets, from, to);
    const rows = dump.matchAll(/^(\t0x[0-9a-f]{4}: {2})((?:[0-9a-f]{2,4} ){1,8})/gm);
    const pieces = Array.from(rows, ({ index, 1: mark = '', 2: digits = '' }) =>
      hexOctets(digits, from + index + mark.length),
    );
    const whole = joinedPieces(pieces);
    return pieceFrom(whole, whole.octets.length - packet.length);
  }

  /**
   * The headers come first, an octet a character. tcpdump leaves out CR before LF, so what follows
   * has one less for each line.
   */
  #textPayload(packet: Packet, { from, to }: Text): PlacedOctets {
    const end = to > from && this.octets[to - 1] === 10 ? to - 1 : to;
    let counted = 0;
    let at = end;
    while (at > from && counted < packet.length) {
      at--;
      counted += this.octets[at] === 10 ? 2 : this.octets[at] === 13 ? 0 : 1;
    }
    const first = from + packet.headers;
    // A CR LF in the headers shows as one; the last packet of a text may be cut off.
    const start = at === first - 1 && to < this.octets.length ? at : Math.min(first, end);
    return withCrlf(this.octets, start, end);
  }

  #after(to: number): number {
    const feed = this.scanner.indexOf(this.octets, 10, to, this.octets.length);
    return feed < 0 ? this.octets.length : feed + 1;
  }
}

const PORTS = /\.(?:24|25|465|587|1025|2025|2525|smtp|submission|submissions|smtps|lmtp)$/;

function isOpening({ flags }: Packet): boolean {
  return flags.includes('S') && !flags.includes('.');
}

function keyOf({ source, destination }: Packet): string {
  return [source, destination].sort().join(' ');
}

/** The end that answers: whom SYN was sent to, who gives a reply, or who has the port for it. */
function serverOf({ source, destination, flags }: Packet, head: string): string {
  if (flags.includes('S')) return flags.includes('.') ? source : destination;
  if (/^[2-5]\d\d[ -]/.test(head)) return source;
  return PORTS.test(source) && !PORTS.test(destination) ? source : destination;
}

function withCrlf(source: Uint8Array, from: number, to: number): PlacedOctets {
  const octets = new Uint8Array(Math.max(0, to - from) * 2);
  const places = new Places();
  let count = 0;
  for (let at = from; at < to; at++) {
    const octet = source[at] ?? 0;
    if (octet === 13) continue;
    places.add(count, at, 1, octet === 10 ? 0 : 1);
    if (octet === 10) octets[count++] = 13;
    octets[count++] = octet;
  }
  return { octets: octets.subarray(0, count), places };
}
