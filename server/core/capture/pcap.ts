import { u16, u32 } from './numbers.ts';
import type { Order } from './numbers.ts';
import { OctetQueue } from './octetQueue.ts';
import { LONGEST_PACKET } from './packet.ts';
import type { CapturedPacket, PacketReader } from './packet.ts';

const FILE_HEADER = 24;

/** How the records of a file are laid out, which its magic number says. */
interface Layout {
  readonly order: Order;
  /** Octets of a record's header. */
  readonly header: number;
  /** Fractions in a second. */
  readonly fractions: number;
}

const LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [0xa1b2c3d4, { order: 'big', header: 16, fractions: 1e6 }],
  [0xd4c3b2a1, { order: 'little', header: 16, fractions: 1e6 }],
  [0xa1b23c4d, { order: 'big', header: 16, fractions: 1e9 }],
  [0x4d3cb2a1, { order: 'little', header: 16, fractions: 1e9 }],
  // A patched libpcap of old Linux systems: each record has 8 octets more.
  [0xa1b2cd34, { order: 'big', header: 24, fractions: 1e6 }],
  [0x34cdb2a1, { order: 'little', header: 24, fractions: 1e6 }],
]);

/** Do the first four octets, as a big-endian number, begin a classic pcap file? */
export function isPcapMagic(magic: number): boolean {
  return LAYOUTS.has(magic);
}

/** Reads classic pcap files: both octet orders, microseconds and nanoseconds. */
export class PcapReader implements PacketReader {
  problem: string | undefined;
  readonly #queue = new OctetQueue();
  #layout: Layout | undefined;
  #link = 0;
  #count = 0;

  feed(octets: Uint8Array): CapturedPacket[] {
    const packets: CapturedPacket[] = [];
    if (this.problem !== undefined) return packets;
    this.#queue.append(octets);
    const layout = this.#layout ?? this.#readHeader();
    if (layout === undefined) return packets;
    for (let next = this.#next(layout); next !== undefined; next = this.#next(layout)) {
      packets.push(next);
    }
    return packets;
  }

  end(): void {
    if (this.problem !== undefined || this.#queue.length === 0) return;
    this.problem =
      this.#layout === undefined
        ? 'The capture ends within its header.'
        : `The capture ends in the middle of packet ${String(this.#count + 1)}.`;
  }

  #readHeader(): Layout | undefined {
    if (this.#queue.length < FILE_HEADER) return undefined;
    const header = this.#queue.view(FILE_HEADER);
    const layout = LAYOUTS.get(u32(header, 0));
    if (layout === undefined) {
      this.problem = 'This is not a packet capture.';
      return undefined;
    }
    // The upper half holds flags about the frame check sequence.
    this.#link = u16(header, layout.order === 'big' ? 22 : 20, layout.order);
    this.#layout = layout;
    this.#queue.consume(FILE_HEADER);
    return layout;
  }

  #next({ order, header, fractions }: Layout): CapturedPacket | undefined {
    if (this.#queue.length < header) return undefined;
    const head = this.#queue.view(header);
    const captured = u32(head, 8, order);
    if (captured > LONGEST_PACKET) {
      const name = `Packet ${String(this.#count + 1)}`;
      this.problem = `${name} claims ${String(captured)} octets; nothing after it can be read.`;
      this.#queue.consume(this.#queue.length);
      return undefined;
    }
    if (this.#queue.length < header + captured) return undefined;
    const fraction = Math.floor((u32(head, 4, order) * 1e6) / fractions);
    const packet = {
      time: u32(head, 0, order) * 1e6 + fraction,
      link: this.#link,
      octets: this.#queue.view(header + captured).subarray(header),
      length: Math.max(captured, u32(head, 12, order)),
    };
    this.#queue.consume(header + captured);
    this.#count++;
    return packet;
  }
}
