/** One packet as the capture file holds it. */
export interface CapturedPacket {
  /** Microseconds since 1970 (UTC), undefined where the file does not say. */
  readonly time: number | undefined;
  /** Link-layer header type, a number of the LINKTYPE registry. */
  readonly link: number;
  /** What was captured; valid until the reader is fed again. */
  readonly octets: Uint8Array;
  /** Octets on the wire; more than were captured where a snapshot length cut the packet. */
  readonly length: number;
}

/** Reads the packets of a capture file that comes in pieces. Total: any octets can be fed. */
export interface PacketReader {
  /** The packets that are complete now. After a problem nothing more is read. */
  feed(octets: Uint8Array): readonly CapturedPacket[];
  /** Nothing more comes; a packet that has begun is a problem. */
  end(): void;
  /** Why the reading ended early, as a sentence. */
  readonly problem: string | undefined;
}

/** A packet that claims more octets than this is a wrong length, not a packet. */
export const LONGEST_PACKET = 1 << 20;
