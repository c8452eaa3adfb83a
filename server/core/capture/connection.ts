import { HalfStream } from './halfStream.ts';
import type { Piece } from './halfStream.ts';
import type { Segment } from './segment.ts';

/** Which of the two endpoints. */
export type Side = 0 | 1;

/** How a connection ended; `cut`: the capture does not show its end. */
export type EndHow = 'fin' | 'reset' | 'cut';

/** Who wants to know what a connection carries. */
export interface StreamReader {
  data(side: Side, octets: Uint8Array, time: number | undefined): void;
  gap(side: Side, lost: number, time: number | undefined): void;
  end(how: EndHow, time: number | undefined): void;
}

/**
 * Packets of a connection after which octets that were acknowledged but not captured are given up.
 * Captures on several queues or interfaces mix up packets by a few places.
 */
const PATIENCE = 24;

/** Further than this ahead an acknowledgement is damaged rather than news. */
const LONGEST_LEAP = 1 << 30;

const NOBODY: StreamReader = {
  data: () => undefined,
  gap: () => undefined,
  end: () => undefined,
};

/** A TCP connection as its packets come: two streams, delivered in the order in which they were. */
export class Connection {
  /** Who asked for the connection, where the handshake shows it. */
  initiator: Side | undefined;
  isOver = false;
  /** Number of the packet that was the last of it. */
  lastPacket = 0;
  readonly #halves: readonly [HalfStream, HalfStream] = [new HalfStream(), new HalfStream()];
  #reader: StreamReader;
  #time: number | undefined;
  #blocked = 0;

  constructor(reader: StreamReader) {
    this.#reader = reader;
  }

  /** Does this SYN begin another connection between the same endpoints? */
  isAnother(side: Side, { syn, sequence }: Segment): boolean {
    if (!syn) return false;
    const half = this.#halves[side];
    return half.isKnown && half.offsetOf(sequence + 1) !== 0;
  }

  /** Takes a segment; its octets are copied where they have to wait. */
  take(side: Side, segment: Segment, time: number | undefined): void {
    if (this.isOver) return;
    this.#time = time;
    this.#handshake(side, segment);
    const own = this.#halves[side];
    const other = this.#halves[flip(side)];
    if (segment.acknowledged !== undefined) this.#acknowledge(other, segment.acknowledged);
    if (segment.reset) return this.end('reset', time);
    const start = own.offsetOf(segment.sequence + (segment.syn ? 1 : 0));
    this.#data(side, segment, start);
    if (segment.fin) own.finish ??= start + segment.length;
    this.#drain();
    if (this.#halves.every(half => half.isFinished)) this.end('fin', time);
    else this.#wait();
  }

  /** Nothing more comes: gives what waits, with gaps for what is missing. */
  end(how: EndHow, time: number | undefined): void {
    if (this.isOver) return;
    this.isOver = true;
    while (this.#giveUp());
    const closed = how === 'cut' && this.#halves.some(half => half.isFinished);
    this.#reader.end(closed ? 'fin' : how, time ?? this.#time);
    // What is over is remembered for late packets only, and costs little.
    this.#reader = NOBODY;
  }

  #handshake(side: Side, { syn, sequence, acknowledged }: Segment): void {
    const own = this.#halves[side];
    const other = this.#halves[flip(side)];
    if (syn) this.initiator ??= acknowledged === undefined ? side : flip(side);
    own.begin((sequence + (syn ? 1 : 0)) >>> 0);
    if (acknowledged !== undefined) other.begin(acknowledged);
  }

  #acknowledge(half: HalfStream, sequence: number): void {
    if (half.offsetOf(sequence) - half.next < LONGEST_LEAP) half.acknowledge(sequence);
  }

  #data(side: Side, { payload, length }: Segment, start: number): void {
    const own = this.#halves[side];
    const other = this.#halves[flip(side)];
    if (start - own.next >= LONGEST_LEAP) return;
    own.announced = Math.max(own.announced, start);
    if (length > 0) own.seen = Math.max(own.seen, start + length);
    if (payload.length === 0) return;
    const piece: Piece = { start, octets: payload, time: this.#time, after: other.acknowledged };
    if (own.isEmpty && start === own.next && piece.after <= other.next) {
      own.next += payload.length;
      this.#reader.data(side, payload, piece.time);
    } else own.add(piece);
  }

  /** Delivers what is next in either direction until nothing is. */
  #drain(): void {
    let moved = true;
    while (moved) {
      moved = false;
      for (const side of [0, 1] as const) {
        const piece = this.#halves[side].take(this.#halves[flip(side)].next);
        if (piece === undefined) continue;
        this.#reader.data(side, piece.octets, piece.time);
        moved = true;
      }
    }
  }

  /** Gives up what did not come after a while, or when too much waits for it. */
  #wait(): void {
    const missing = this.#halves.some(half => half.isMissing);
    this.#blocked = missing ? this.#blocked + 1 : 0;
    const full = this.#halves.some(half => half.isFull);
    if (!full && this.#blocked <= PATIENCE) return;
    this.#blocked = 0;
    this.#giveUp();
  }

  /** Gives up the first hole; false where there is nothing left to deliver. */
  #giveUp(): boolean {
    const side = this.#firstHole();
    if (side === undefined) return this.#force();
    const half = this.#halves[side];
    const lost = half.skip();
    // One octet that nothing follows is the FIN, which takes a sequence number.
    const fin = this.isOver && lost === 1 && half.isEmpty && half.seen < half.next;
    if (fin) half.finish = half.next - 1;
    else if (lost > 0) this.#reader.gap(side, lost, this.#time);
    this.#drain();
    return true;
  }

  /** Delivers what waits for the other side although each waits for the other: nonsense, or lies. */
  #force(): boolean {
    const side = ([0, 1] as const).find(each => !this.#halves[each].isEmpty);
    const piece = side === undefined ? undefined : this.#halves[side].take(Infinity);
    if (side === undefined || piece === undefined) return false;
    this.#reader.data(side, piece.octets, piece.time);
    this.#drain();
    return true;
  }

  /** The direction in which the other one did not yet react to what is missing. */
  #firstHole(): Side | undefined {
    const holes = ([0, 1] as const).filter(side => this.#halves[side].missing > 0);
    return holes.find(side => !this.#halves[side].isEmpty) ?? holes[0];
  }
}

function flip(side: Side): Side {
  return side === 0 ? 1 : 0;
}
