import { u16, u32 } from './numbers.ts';
import type { Order } from './numbers.ts';
import { OctetQueue } from './octetQueue.ts';
import { LONGEST_PACKET } from './packet.ts';
import type { CapturedPacket, PacketReader } from './packet.ts';
import { interfaceOf, timeOf } from './pcapngInterface.ts';
import type { CaptureInterface } from './pcapngInterface.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

const LONGEST_BLOCK = LONGEST_PACKET + 65_536;
const MOST_INTERFACES = 65_536;

/** Reads pcapng files: several sections and interfaces; blocks it does not know are skipped. */
export class PcapngReader implements PacketReader {
  problem: string | undefined;
  readonly #queue = new OctetQueue();
  #order: Order = 'little';
  #interfaces: CaptureInterface[] = [];
  /** Octets of an unknown block that are still to be skipped. */
  #skip = 0;
  #count = 0;
  #blocks = 0;

  feed(octets: Uint8Array): CapturedPacket[] {
    const packets: CapturedPacket[] = [];
    if (this.problem !== undefined) return packets;
    const skipped = Math.min(this.#skip, octets.length);
    this.#skip -= skipped;
    this.#queue.append(octets.subarray(skipped));
    while (this.#block(packets));
    return packets;
  }

  end(): void {
    if (this.#queue.length > 0 || this.#skip > 0) {
      this.problem ??= `The capture ends in the middle of a block, after packet ${String(this.#count)}.`;
    }
  }

  /** Reads one block; false where more octets are needed. */
  #block(packets: CapturedPacket[]): boolean {
    if (this.#queue.length < 12) return false;
    const head = this.#queue.view(12);
    const isSection = u32(head, 0) === SECTION;
    if (isSection && !this.#begin(head)) return false;
    const type = u32(head, 0, this.#order);
    const length = u32(head, 4, this.#order);
    if (this.#isWrong(length, isSection)) return false;
    if (!isSection && !isRead(type)) return this.#pass(length);
    if (length > LONGEST_BLOCK) return this.#fail(`is ${String(length)} octets long`);
    if (this.#queue.length < length) return false;
    const block = this.#queue.view(length);
    if (u32(block, length - 4, this.#order) !== length) return this.#fail('has two lengths');
    this.#queue.consume(length);
    this.#blocks++;
    if (!isSection) this.#take(type, block, packets);
    return true;
  }

  /** A section says in which order its numbers are; it may differ from section to section. */
  #begin(head: Uint8Array): boolean {
    const order = (['little', 'big'] as const).find(o => u32(head, 8, o) === BYTE_ORDER_MAGIC);
    if (order === undefined) return this.#fail('has no octet order');
    this.#order = order;
    this.#interfaces = [];
    return true;
  }

  #isWrong(length: number, isSection: boolean): boolean {
    if (length >= (isSection ? 28 : 12) && length % 4 === 0) return false;
    this.#fail(`says that it is ${String(length)} octets long`);
    return true;
  }

  #fail(what: string): false {
    const block = `Block ${String(this.#blocks + 1)}`;
    this.problem = `${block} of the capture ${what}; nothing after it can be read.`;
    this.#queue.consume(this.#queue.length);
    return false;
  }

  #pass(length: number): boolean {
    const here = Math.min(length, this.#queue.length);
    this.#queue.consume(here);
    this.#skip = length - here;
    this.#blocks++;
    return this.#skip === 0;
  }

  #take(type: number, block: Uint8Array, packets: CapturedPacket[]): void {
    if (type === INTERFACE) {
      if (this.#interfaces.length < MOST_INTERFACES) {
        this.#interfaces.push(interfaceOf(block, this.#order));
      }
      return;
    }
    const packet = type === SIMPLE_PACKET ? this.#simple(block) : this.#packet(type, block);
    if (packet === undefined) return;
    packets.push(packet);
    this.#count++;
  }

  #packet(type: number, block: Uint8Array): CapturedPacket | undefined {
    const order = this.#order;
    const captured = u32(block, 20, order);
    const number = type === OLD_PACKET ? u16(block, 8, order) : u32(block, 8, order);
    const source = this.#interfaces[number];
    if (block.length < 32 || captured > block.length - 32) {
      this.#fail(`holds fewer octets than its packet`);
      return undefined;
    }
    if (source === undefined) {
      this.#fail(`names an interface that there is not`);
      return undefined;
    }
    return {
      time: timeOf(source, u32(block, 12, order), u32(block, 16, order)),
      link: source.link,
      octets: block.subarray(28, 28 + captured),
      length: Math.max(captured, u32(block, 24, order)),
    };
  }

  /** It belongs to the first interface, has no time, and is as long as the snapshot length allows. */
  #simple(block: Uint8Array): CapturedPacket | undefined {
    const source = this.#interfaces[0];
    if (source === undefined || block.length < 16) {
      this.#fail('is a packet without an interface');
      return undefined;
    }
    const length = u32(block, 8, this.#order);
    const kept = source.snapshot === 0 ? length : Math.min(length, source.snapshot);
    const end = Math.min(12 + kept, block.length - 4);
    return { time: undefined, link: source.link, octets: block.subarray(12, end), length };
  }
}

function isRead(type: number): boolean {
  return (
    type === INTERFACE || type === OLD_PACKET || type === SIMPLE_PACKET || type === ENHANCED_PACKET
  );
}
