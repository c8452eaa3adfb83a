const SMALLEST = 1024;

/**
 * Octets that come in at the back and go out at the front. Appending costs amortised constant time
 * an octet, whatever the pieces; a view is valid until the next `append`.
 */
export class OctetQueue {
  #store = new Uint8Array(0);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  append(octets: Uint8Array): void {
    this.#reserve(octets.length);
    this.#store.set(octets, this.#end);
    this.#end += octets.length;
  }

  /** All that waits, or its first `length` octets. */
  view(length = this.length): Uint8Array {
    return this.#store.subarray(this.#start, this.#start + Math.min(length, this.length));
  }

  /** The octet at this distance from the front, -1 where there is none. */
  at(index: number): number {
    return index >= 0 && index < this.length ? (this.#store[this.#start + index] ?? -1) : -1;
  }

  /** Forgets octets at the front; what was viewed stays as it is until the next `append`. */
  consume(length: number): void {
    this.#start += Math.min(length, this.length);
    if (this.#start !== this.#end) return;
    this.#start = 0;
    this.#end = 0;
  }

  /** Takes the first `length` octets, as a copy of their own. */
  take(length = this.length): Uint8Array {
    const octets = this.view(length).slice();
    this.consume(octets.length);
    return octets;
  }

  #reserve(more: number): void {
    const { length } = this;
    if (this.#end + more <= this.#store.length) return;
    // Half or more must be free before octets move, so that each moves a bounded number of times.
    const fits = length + more <= this.#store.length / 2;
    const size = Math.max(SMALLEST, 2 * (length + more));
    const store = fits ? this.#store : new Uint8Array(size);
    if (fits) store.copyWithin(0, this.#start, this.#end);
    else store.set(this.view());
    this.#store = store;
    this.#start = 0;
    this.#end = length;
  }
}
