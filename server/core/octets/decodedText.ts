import { Places } from './places.ts';

/** Leads from decoded text back to the octets it was written in, and forth. */
export interface Origin {
  /** Offset in the source of the octet at `offset` of the decoded text. */
  toSource(offset: number): number;
  /** The same for an offset that ends something. */
  toSourceEnd(offset: number): number;
  /** Offset in the decoded text of what stands at `offset` of the source, or comes next. */
  fromSource(offset: number): number;
}

const FIRST_SIZE = 4096;

/** Text that grows while it is decoded, with the place in the source of each stretch of it. */
export class DecodedText implements Origin {
  #octets = new Uint8Array(FIRST_SIZE);
  #length = 0;
  readonly #places = new Places();

  /** The text so far, and room after it. Another array after each growth. */
  get octets(): Uint8Array {
    return this.#octets;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds [from, to) of the source as it stands. */
  copy(source: Uint8Array, from: number, to: number): void {
    if (to <= from) return;
    this.#places.add(this.#length, from, to - from, 1);
    this.#append(source.subarray(from, to));
  }

  /** Adds octets that stand for [from, to) of the source, one for one where they are as many. */
  put(octets: Uint8Array, from: number, to: number): void {
    this.#places.add(this.#length, from, to - from, octets.length === to - from ? 1 : 0);
    this.#append(octets);
  }

  /** Adds [from, to) of octets of which `places` knows where they stand. */
  putPlaced(octets: Uint8Array, from: number, to: number, places: Places): void {
    this.#places.addPart(places, from, to, this.#length);
    this.#append(octets.subarray(from, to));
  }

  /** Adds ASCII text that stands for [from, to) of the source. */
  write(text: string, from: number, to: number): void {
    this.#places.add(this.#length, from, to - from, 0);
    this.#grow(text.length);
    for (let at = 0; at < text.length; at++) {
      this.#octets[this.#length++] = text.charCodeAt(at);
    }
  }

  toSource(offset: number): number {
    return this.#places.toSource(offset);
  }

  toSourceEnd(offset: number): number {
    return this.#places.toSourceEnd(offset);
  }

  fromSource(offset: number): number {
    return this.#places.fromSource(offset, this.#length);
  }

  #append(octets: Uint8Array): void {
    this.#grow(octets.length);
    this.#octets.set(octets, this.#length);
    this.#length += octets.length;
  }

  #grow(by: number): void {
    if (this.#length + by <= this.#octets.length) return;
    const bigger = new Uint8Array(Math.max(this.#octets.length * 2, this.#length + by));
    bigger.set(this.#octets.subarray(0, this.#length));
    this.#octets = bigger;
  }
}
