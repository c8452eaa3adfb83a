/** Packets and capture files built in code. */

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

/** A packet for a capture file. */
export interface TestPacket {
  readonly octets: Uint8Array;
  /** Microseconds since 1970. */
  readonly time?: number;
  /** Octets on the wire where fewer were captured. */
  readonly length?: number;
}

/** 2026-11-21 10:00:05.250123 UTC. */
export const NOON = 1_795_255_205_250_123;

export function latin1(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

export function u16(value: number, order: 'big' | 'little' = 'big'): Uint8Array {
  const octets = new Uint8Array(2);
  new DataView(octets.buffer).setUint16(0, value, order === 'little');
  return octets;
}

export function u32(value: number, order: 'big' | 'little' = 'big'): Uint8Array {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, value >>> 0, order === 'little');
  return octets;
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** A classic pcap file. */
export function pcapOf(
  packets: readonly TestPacket[],
  {
    order = 'little',
    link = 101,
    nano = false,
  }: { order?: 'big' | 'little'; link?: number; nano?: boolean } = {},
): Uint8Array {
  const header = join(
    u32(nano ? 0xa1b23c4d : 0xa1b2c3d4, order),
    u16(2, order),
    u16(4, order),
    new Uint8Array(8),
    u32(65_535, order),
    u32(link, order),
  );
  const records = packets.map(({ octets, time = NOON, length = octets.length }) =>
    join(
      u32(Math.floor(time / 1e6), order),
      u32((time % 1e6) * (nano ? 1000 : 1), order),
      u32(octets.length, order),
      u32(length, order),
      octets,
    ),
  );
  return Uint8Array.from(Buffer.concat([header, ...records]));
}

/** A block of a pcapng file. */
export function blockOf(
  type: number,
  body: Uint8Array,
  order: 'big' | 'little' = 'little',
): Uint8Array {
  const padded = join(body, new Uint8Array((4 - (body.length % 4)) % 4));
  const length = u32(padded.length + 12, order);
  return join(u32(type, order), length, padded, length);
}

/** What begins a section of a pcapng file. */
export function sectionOf(order: 'big' | 'little' = 'little'): Uint8Array {
  const unknownLength = new Uint8Array(8).fill(255);
  const body = join(u32(0x1a2b3c4d, order), u16(1, order), u16(0, order), unknownLength);
  return blockOf(0x0a0d0d0a, body, order);
}

/** An interface; `options` are octets. */
export function interfaceOf(
  link: number,
  order: 'big' | 'little' = 'little',
  options: Uint8Array = new Uint8Array(0),
): Uint8Array {
  return blockOf(1, join(u16(link, order), u16(0, order), u32(0, order), options), order);
}

/** An Enhanced Packet Block; the time in the units of its interface. */
export function enhancedOf(
  octets: Uint8Array,
  { order = 'little', units = BigInt(NOON), source = 0 }: EnhancedOptions = {},
): Uint8Array {
  const body = join(
    u32(source, order),
    u32(Number(units >> 32n), order),
    u32(Number(units & 0xffffffffn), order),
    u32(octets.length, order),
    u32(octets.length, order),
    octets,
  );
  return blockOf(6, body, order);
}

interface EnhancedOptions {
  readonly order?: 'big' | 'little';
  readonly units?: bigint;
  readonly source?: number;
}

/** What a TCP segment says. */
export interface TestSegment {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly sequence: number;
  readonly acknowledged?: number;
  readonly flags?: number;
  readonly payload?: Uint8Array;
}

export interface Endpoint {
  /** 4 or 16 octets. */
  readonly address: readonly number[];
  readonly port: number;
}

export function tcpOf(segment: TestSegment): Uint8Array {
  const { from, to, sequence, acknowledged, flags = 0, payload = new Uint8Array(0) } = segment;
  return join(
    u16(from.port),
    u16(to.port),
    u32(sequence),
    u32(acknowledged ?? 0),
    Uint8Array.of(0x50, flags | (acknowledged === undefined ? 0 : ACK)),
    u16(65_535),
    u32(0),
    payload,
  );
}

/** An IPv4 or IPv6 packet, as the addresses are. */
export function ipOf(from: Endpoint, to: Endpoint, payload: Uint8Array): Uint8Array {
  return from.address.length === 4
    ? ipv4Of(from, to, payload)
    : ipv6Of(from, to, { next: 6, payload });
}

/** An IPv4 packet; `flags` is the whole field with fragment offset. */
export function ipv4Of(
  from: Endpoint,
  to: Endpoint,
  payload: Uint8Array,
  { flags = 0, id = 7 }: { flags?: number; id?: number } = {},
): Uint8Array {
  return join(
    Uint8Array.of(0x45, 0),
    u16(20 + payload.length),
    u16(id),
    u16(flags),
    Uint8Array.of(64, 6, 0, 0, ...from.address, ...to.address),
    payload,
  );
}

export function ipv6Of(
  from: Endpoint,
  to: Endpoint,
  { next, payload }: { next: number; payload: Uint8Array },
): Uint8Array {
  return join(
    u32(0x60000000),
    u16(payload.length),
    Uint8Array.of(next, 64, ...from.address, ...to.address),
    payload,
  );
}

export const CLIENT: Endpoint = { address: [192, 0, 2, 7], port: 51_000 };
export const SERVER: Endpoint = { address: [198, 51, 100, 25], port: 25 };

/** Makes the segments of one connection, each as an IP packet, and remembers sequence numbers. */
export class Talk {
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** The next sequence number of each side. */
  readonly next: { client: number; server: number };

  constructor(options: { client?: Endpoint; server?: Endpoint; first?: [number, number] } = {}) {
    this.client = options.client ?? CLIENT;
    this.server = options.server ?? SERVER;
    const [client, server] = options.first ?? [1000, 70_000];
    this.next = { client, server };
  }

  /** The three packets that open it. */
  open(): Uint8Array[] {
    const syn = this.#segment('client', { flags: SYN, acknowledges: false });
    this.next.client = (this.next.client + 1) >>> 0;
    const answer = this.#segment('server', { flags: SYN });
    this.next.server = (this.next.server + 1) >>> 0;
    return [syn, answer, this.#segment('client', {})];
  }

  /** One segment with these octets. */
  says(side: 'client' | 'server', text: string | Uint8Array): Uint8Array {
    const payload = typeof text === 'string' ? latin1(text) : text;
    const packet = this.#segment(side, { payload });
    this.next[side] = (this.next[side] + payload.length) >>> 0;
    return packet;
  }

  /** A segment without data. */
  acknowledges(side: 'client' | 'server'): Uint8Array {
    return this.#segment(side, {});
  }

  finishes(side: 'client' | 'server'): Uint8Array {
    const packet = this.#segment(side, { flags: FIN });
    this.next[side] = (this.next[side] + 1) >>> 0;
    return packet;
  }

  resets(side: 'client' | 'server'): Uint8Array {
    return this.#segment(side, { flags: RST });
  }

  /** Both sides are done. */
  close(): Uint8Array[] {
    return [this.finishes('client'), this.finishes('server'), this.acknowledges('client')];
  }

  #segment(
    side: 'client' | 'server',
    part: { flags?: number; payload?: Uint8Array; acknowledges?: boolean },
  ): Uint8Array {
    const other = side === 'client' ? 'server' : 'client';
    const segment = tcpOf({
      from: this[side],
      to: this[other],
      sequence: this.next[side],
      ...(part.acknowledges !== false && { acknowledged: this.next[other] }),
      ...(part.flags !== undefined && { flags: part.flags }),
      ...(part.payload !== undefined && { payload: part.payload }),
    });
    return ipOf(this[side], this[other], segment);
  }
}

/** A pcap file of RAW IP packets, all at the same time. */
export function rawPcap(packets: readonly Uint8Array[]): Uint8Array {
  return pcapOf(packets.map(octets => ({ octets })));
}
