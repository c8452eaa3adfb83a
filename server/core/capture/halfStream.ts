const HALF = 0x8000_0000;
const FULL = 0x1_0000_0000;

/** How many octets, and pieces, wait for what is missing before them. */
const MOST_HELD = 1 << 20;
const MOST_PIECES = 2048;

/** Data of one direction, in stream offsets: 0 is the first octet after SYN, or the first seen. */
export interface Piece {
  readonly start: number;
  readonly octets: Uint8Array;
  readonly time: number | undefined;
  /** How far its sender had received the other direction: what came before this piece. */
  readonly after: number;
}

/**
 * One direction of a TCP connection (RFC 9293 §3.4): finds out what of each segment is new and
 * keeps what came too early. Of octets that came twice the first ones count.
 */
export class HalfStream {
  /** The sequence number of offset 0; undefined until something told it. */
  #base: number | undefined;
  /** Sorted, without overlap, all at or after `next`. */
  readonly #pieces: Piece[] = [];
  #held = 0;
  /** The first offset that was not delivered. */
  next = 0;
  /** The other side has all octets before this offset. */
  acknowledged = 0;
  /** The end of the data that was seen, or was seen to be cut. */
  seen = 0;
  /** Where its sender says that it is. */
  announced = 0;
  /** Where the stream ends. */
  finish: number | undefined;

  get isKnown(): boolean {
    return this.#base !== undefined;
  }

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  get isFull(): boolean {
    return this.#held > MOST_HELD || this.#pieces.length > MOST_PIECES;
  }

  /** The side has sent everything, and everything was delivered. */
  get isFinished(): boolean {
    return this.finish !== undefined && this.next >= this.finish;
  }

  /** Octets the other side has and the capture has not, so far. */
  get isMissing(): boolean {
    return this.acknowledged > this.next && this.first !== this.next;
  }

  /** Where the first piece begins that waits. */
  get first(): number | undefined {
    return this.#pieces[0]?.start;
  }

  /** The offset of the first octet of all is that of this sequence number. */
  begin(sequence: number): void {
    this.#base ??= sequence;
  }

  /** The offset of a sequence number, the one that is nearest to where the stream is. */
  offsetOf(sequence: number): number {
    const here = ((this.#base ?? sequence) + this.next) % FULL;
    const ahead = (sequence - here + FULL) % FULL;
    return this.next + (ahead >= HALF ? ahead - FULL : ahead);
  }

  /** The other side says what it expects next. */
  acknowledge(sequence: number): void {
    const end = this.finish ?? Infinity;
    const offset = Math.min(this.offsetOf(sequence), end);
    this.acknowledged = Math.max(this.acknowledged, offset);
  }

  /** Keeps what is new of a piece. */
  add(piece: Piece): void {
    let rest = this.#cut(piece, this.next, Infinity);
    let index = this.#indexAfter(rest?.start ?? 0);
    while (rest !== undefined) {
      const before = this.#pieces[index - 1];
      if (before !== undefined) rest = this.#cut(rest, endOf(before), Infinity);
      const after = this.#pieces[index];
      const own = rest && this.#cut(rest, rest.start, after?.start ?? Infinity);
      if (own !== undefined) {
        this.#pieces.splice(index, 0, { ...own, octets: own.octets.slice() });
        this.#held += own.octets.length;
        index++;
      }
      rest = rest && after && this.#cut(rest, endOf(after), Infinity);
      index++;
    }
  }

  /** Takes the piece that is next, where there is one that came after `received` or before. */
  take(received: number): Piece | undefined {
    const piece = this.#pieces[0];
    if (piece?.start !== this.next || piece.after > received) return undefined;
    this.#pieces.shift();
    this.#held -= piece.octets.length;
    this.next = endOf(piece);
    return piece;
  }

  /** Octets that are missing before the next piece, or before the end of what is known of. */
  get missing(): number {
    const known = Math.max(this.acknowledged, this.seen, this.announced);
    const to = this.first ?? Math.min(known, this.finish ?? Infinity);
    return Math.max(0, to - this.next);
  }

  /** Gives up what is missing; how much. */
  skip(): number {
    const { missing } = this;
    this.next += missing;
    return missing;
  }

  #cut(piece: Piece, from: number, to: number): Piece | undefined {
    const start = Math.max(piece.start, from);
    const end = Math.min(endOf(piece), to);
    if (start >= end) return undefined;
    if (start === piece.start && end === endOf(piece)) return piece;
    const octets = piece.octets.subarray(start - piece.start, end - piece.start);
    return { ...piece, start, octets };
  }

  #indexAfter(start: number): number {
    let low = 0;
    let high = this.#pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#pieces[middle]?.start ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function endOf(piece: Piece): number {
  return piece.start + piece.octets.length;
}
