const FIRST_SIZE = 4096;

/** Octets that grow while they are written. */
export class OctetWriter {
  #octets = new Uint8Array(FIRST_SIZE);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Text of US-ASCII. */
  ascii(text: string): void {
    this.#grow(text.length);
    for (let at = 0; at < text.length; at++) this.#octets[this.#length++] = text.charCodeAt(at);
  }

  /** [from, to) of the octets as they stand. */
  octets(octets: Uint8Array, from = 0, to = octets.length): void {
    if (to <= from) return;
    this.#grow(to - from);
    this.#octets.set(octets.subarray(from, to), this.#length);
    this.#length += to - from;
  }

  /** What was written so far; not a copy. */
  written(): Uint8Array {
    return this.#octets.subarray(0, this.#length);
  }

  #grow(by: number): void {
    if (this.#length + by <= this.#octets.length) return;
    const bigger = new Uint8Array(Math.max(this.#octets.length * 2, this.#length + by));
    bigger.set(this.#octets.subarray(0, this.#length));
    this.#octets = bigger;
  }
}
