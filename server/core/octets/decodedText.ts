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
  /** Three numbers a stretch, in order: where it begins here, where in the source, octets there. */
  #stretches = new Float64Array(96);
  #count = 0;

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
    this.#mark(from, to - from);
    this.#grow(to - from);
    this.#octets.set(source.subarray(from, to), this.#length);
    this.#length += to - from;
  }

  /** Adds octets that stand for [from, to) of the source. */
  put(octets: Uint8Array, from: number, to: number): void {
    this.#mark(from, to - from);
    this.#grow(octets.length);
    this.#octets.set(octets, this.#length);
    this.#length += octets.length;
  }

  /** Adds ASCII text that stands for [from, to) of the source. */
  write(text: string, from: number, to: number): void {
    this.#mark(from, to - from);
    this.#grow(text.length);
    for (let at = 0; at < text.length; at++) {
      this.#octets[this.#length++] = text.charCodeAt(at);
    }
  }

  toSource(offset: number): number {
    const at = this.#search(0, offset);
    const [begin = 0, source = 0, size = 0] = this.#stretches.subarray(at, at + 3);
    return source + Math.min(Math.max(0, offset - begin), size);
  }

  toSourceEnd(offset: number): number {
    if (offset <= 0) return this.toSource(0);
    const at = this.#search(0, offset - 1);
    const [, source = 0, size = 0] = this.#stretches.subarray(at, at + 3);
    return this.#endOf(at) === offset ? source + size : this.toSource(offset);
  }

  fromSource(offset: number): number {
    const at = this.#search(1, offset);
    const [begin = 0, source = 0] = this.#stretches.subarray(at, at + 3);
    return Math.min(begin + Math.max(0, offset - source), Math.max(begin, this.#endOf(at) - 1));
  }

  /** Where the stretch ends in the decoded text. */
  #endOf(at: number): number {
    return at + 3 < this.#count * 3 ? (this.#stretches[at + 3] ?? 0) : this.#length;
  }

  /** The last stretch whose column is not beyond `value`. */
  #search(column: 0 | 1, value: number): number {
    let low = 0;
    let high = Math.max(0, this.#count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#stretches[middle * 3 + column] ?? 0) <= value) low = middle;
      else high = middle - 1;
    }
    return low * 3;
  }

  #mark(source: number, size: number): void {
    const at = this.#count * 3;
    if (at + 3 > this.#stretches.length) {
      const bigger = new Float64Array(this.#stretches.length * 2);
      bigger.set(this.#stretches);
      this.#stretches = bigger;
    }
    this.#stretches[at] = this.#length;
    this.#stretches[at + 1] = source;
    this.#stretches[at + 2] = size;
    this.#count++;
  }

  #grow(by: number): void {
    if (this.#length + by <= this.#octets.length) return;
    const bigger = new Uint8Array(Math.max(this.#octets.length * 2, this.#length + by));
    bigger.set(this.#octets.subarray(0, this.#length));
    this.#octets = bigger;
  }
}
