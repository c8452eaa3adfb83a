import type { Scanner } from '../octets/scanner.ts';
import { CaptureReader } from './captureReader.ts';
import { Connections } from './connections.ts';
import { datagramOf, TCP } from './datagram.ts';
import type { CaptureEvent } from './events.ts';
import { Fragments } from './fragments.ts';
import { ipOffsetOf, isKnownLink } from './linkLayer.ts';
import type { CapturedPacket } from './packet.ts';
import { segmentOf } from './segment.ts';

/** A link layer that is not read is named, but not more of them than these. */
const MOST_LINKS = 8;

/**
 * Reads a packet capture that comes in pieces as what happened on its SMTP connections. Memory is
 * bounded by the connections that are open, not by the capture. Total: any octets can be fed.
 */
export class CaptureEvents {
  readonly #reader = new CaptureReader();
  readonly #fragments = new Fragments();
  readonly #connections: Connections;
  readonly #unknownLinks = new Set<number>();
  #packets = 0;
  #cut = 0;
  #last: number | undefined;

  constructor(scanner: Scanner, take: (event: CaptureEvent) => void) {
    this.#connections = new Connections(scanner, take);
  }

  /** Packets so far. */
  get packets(): number {
    return this.#packets;
  }

  /** TCP connections so far. */
  get connections(): number {
    return this.#connections.count;
  }

  /** The capture cannot be read any further. */
  get isBroken(): boolean {
    return this.#reader.problem !== undefined;
  }

  /** Reads on; the events come through `take` before this returns. */
  feed(octets: Uint8Array): void {
    for (const packet of this.#reader.feed(octets)) this.#packet(packet);
  }

  /** Nothing more comes: what is open is closed as cut. */
  end(): void {
    this.#reader.end();
    this.#connections.end(this.#last);
  }

  /** What could not be read, as sentences. */
  get problems(): readonly string[] {
    const links = [...this.#unknownLinks].map(String).join(', ');
    const { incomplete } = this.#fragments;
    return [
      this.#reader.problem,
      links && `Packets of link type ${links} are not read.`,
      this.#cut > 0 && `${String(this.#cut)} packets were captured without their TCP header.`,
      incomplete > 0 && `Of ${String(incomplete)} fragmented datagrams some fragments are missing.`,
      this.#connections.given > 0 &&
        `${String(this.#connections.given)} connections were given up: too many were open at once.`,
    ].filter(problem => typeof problem === 'string' && problem !== '') as string[];
  }

  #packet({ link, octets, length, time }: CapturedPacket): void {
    this.#packets++;
    this.#last = time ?? this.#last;
    if (!isKnownLink(link)) {
      if (this.#unknownLinks.size < MOST_LINKS) this.#unknownLinks.add(link);
      return;
    }
    const at = ipOffsetOf(link, octets);
    if (at < 0) return;
    const part = datagramOf({ octets: octets.subarray(at), length: length - at });
    if (part?.protocol !== TCP) return;
    const whole = part.fragment === undefined ? part : this.#fragments.add(part, part.fragment);
    if (whole === undefined) return;
    const segment = segmentOf(whole);
    if (segment === undefined) this.#cut++;
    else this.#connections.take(segment, time);
  }
}
