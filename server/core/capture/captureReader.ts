import { u32 } from './numbers.ts';
import { OctetQueue } from './octetQueue.ts';
import type { CapturedPacket, PacketReader } from './packet.ts';
import { isPcapMagic, PcapReader } from './pcap.ts';
import { PcapngReader } from './pcapng.ts';

const PCAPNG = 0x0a0d0d0a;

/** Do these octets begin a packet capture, pcap or pcapng? Four octets settle it. */
export function isCapture(octets: Uint8Array): boolean {
  if (octets.length < 4) return false;
  const magic = u32(octets, 0);
  return magic === PCAPNG || isPcapMagic(magic);
}

/** Reads a capture of either format, which its first four octets tell. */
export class CaptureReader implements PacketReader {
  readonly #start = new OctetQueue();
  #reader: PacketReader | undefined;
  #problem: string | undefined;

  get problem(): string | undefined {
    return this.#problem ?? this.#reader?.problem;
  }

  feed(octets: Uint8Array): readonly CapturedPacket[] {
    if (this.#reader !== undefined) return this.#reader.feed(octets);
    if (this.#problem !== undefined) return [];
    this.#start.append(octets);
    if (this.#start.length < 4) return [];
    const start = this.#start.take();
    if (!isCapture(start)) {
      this.#problem = 'This is not a packet capture: it begins as neither pcap nor pcapng does.';
      return [];
    }
    this.#reader = u32(start, 0) === PCAPNG ? new PcapngReader() : new PcapReader();
    return this.#reader.feed(start);
  }

  end(): void {
    if (this.#reader !== undefined) this.#reader.end();
    else this.#problem ??= 'This is not a packet capture: it is too short for one.';
  }
}
