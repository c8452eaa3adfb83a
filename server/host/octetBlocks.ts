import type { OctetSource } from './octetSource.ts';

/** Octets to be looked at together. */
export interface OctetBlock {
  readonly octets: Uint8Array;
  /** Nothing follows. */
  readonly ended: boolean;
}

/** What is left of a block usually fits into this room before the next one. */
const ROOM = 1024 * 1024;

/**
 * Reads a source block by block; while one is looked at, the next is on its way. What is left of a
 * block is put before the next one.
 */
export class OctetBlocks {
  readonly #source: OctetSource;
  readonly #size: number;
  readonly #most: number;
  readonly #room: number;
  #spare: Uint8Array;
  #coming: Promise<{ readonly buffer: Uint8Array; readonly length: number }>;

  /** Blocks have `size` octets, more where that is needed to hold twice what is left. */
  constructor(source: OctetSource, size: number, most: number) {
    this.#source = source;
    this.#size = size;
    this.#most = most;
    this.#room = Math.min(ROOM, size);
    this.#spare = new Uint8Array(this.#room + size);
    this.#coming = this.#fill(new Uint8Array(this.#room + size));
  }

  /**
   * The next block, with what is left of the last one, which is not to be used any more. With `most`
   * octets left over nothing can be added.
   */
  async next(left: Uint8Array): Promise<OctetBlock> {
    const { buffer, length } = await this.#coming;
    const ended = length < this.#size;
    if (left.length > this.#room || left.length * 2 > this.#size) {
      return this.#grown(left, { buffer, length });
    }
    const from = this.#room - left.length;
    buffer.set(left, from);
    if (!ended) this.#coming = this.#fill(this.#spare);
    this.#spare = buffer;
    return { octets: buffer.subarray(from, this.#room + length), ended };
  }

  /** Doubles what is left, so that a long session is not read again for every block. */
  async #grown(
    left: Uint8Array,
    { buffer, length }: { readonly buffer: Uint8Array; readonly length: number },
  ): Promise<OctetBlock> {
    const size = Math.max(left.length + length, Math.min(this.#most, left.length * 2 + this.#size));
    const octets = new Uint8Array(size);
    octets.set(left);
    octets.set(buffer.subarray(this.#room, this.#room + length), left.length);
    const before = left.length + length;
    if (length < this.#size) return { octets: octets.subarray(0, before), ended: true };
    const more = await this.#source.read(octets.subarray(before));
    const ended = before + more < size;
    if (!ended) this.#coming = this.#fill(buffer);
    return { octets: octets.subarray(0, before + more), ended };
  }

  #fill(buffer: Uint8Array): Promise<{ buffer: Uint8Array; length: number }> {
    const reading = this.#source.read(buffer.subarray(this.#room));
    const coming = reading.then(length => ({ buffer, length }));
    // Whoever asks for the block is told; until then nobody listens.
    coming.catch(() => undefined);
    return coming;
  }
}
