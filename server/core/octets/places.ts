const FIELDS = 4;

/**
 * Where decoded octets stand in the source: stretches in the order of the decoded text, each with
 * where it begins here and there, how many octets it covers there, and how many of them one octet
 * here takes: 1 where it was copied, 2 or 3 in a dump of hexadecimal digits, 0 where the octets of
 * the stretch stand for the covered ones together, as those of an escape do.
 */
export class Places {
  /** Four a stretch; a plain array, since most of these are made for a line. */
  readonly #numbers: number[] = [];
  #count = 0;
  /** Indexes of the stretches in the order of the source, where that is another one. */
  #order: Uint32Array | undefined;
  #isOrdered = true;

  /** Nothing is known. */
  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Octets from `begin` on stand in [source, source + size), `step` octets there for each here. */
  add(begin: number, source: number, size: number, step: 0 | 1 | 2 | 3): void {
    const last = (this.#count - 1) * FIELDS;
    if (this.#count > 0) {
      if (step === 1 && this.#goesOn(last, begin, source)) {
        this.#numbers[last + 2] = this.#field(last, 2) + size;
        return;
      }
      if (source < this.#field(last, 1)) this.#isOrdered = false;
    }
    this.#numbers.push(begin, source, size, step);
    this.#count++;
    this.#order = undefined;
  }

  /** Adds what `other` says of its [from, to), moved to `begin` on. */
  addPart(other: Places, from: number, to: number, begin: number): void {
    for (let at = other.#search(from); at < other.#count * FIELDS; at += FIELDS) {
      const own = other.#field(at, 0);
      const start = Math.max(from, own);
      if (start >= to) return;
      const end = Math.min(to, other.#endOf(at));
      if (end <= start) continue;
      const step = other.#stepOf(at);
      const skipped = Math.min((start - own) * step, other.#field(at, 2));
      const left = other.#field(at, 2) - skipped;
      const size = step === 0 ? left : Math.min(left, (end - start - 1) * step + width(step));
      this.add(begin + start - from, other.#field(at, 1) + skipped, size, step);
    }
  }

  /** Offset in the source of the octet at `offset`. */
  toSource(offset: number): number {
    const at = this.#search(offset);
    const beyond = Math.max(0, offset - this.#field(at, 0)) * this.#stepOf(at);
    return this.#field(at, 1) + Math.min(beyond, this.#field(at, 2));
  }

  /** The same for an offset that ends something. */
  toSourceEnd(offset: number): number {
    if (offset <= 0) return this.toSource(0);
    const at = this.#search(offset - 1);
    const step = this.#stepOf(at);
    const size = this.#field(at, 2);
    const taken = Math.max(0, offset - 1 - this.#field(at, 0)) * step + width(step);
    return this.#field(at, 1) + (step === 0 ? size : Math.min(taken, size));
  }

  /** Offset of what stands at `offset` of the source, or else comes next there; at most `length`. */
  fromSource(offset: number, length: number): number {
    const place = this.#placeInSource(offset);
    const at = this.#inOrder(place);
    if (at < 0) return 0;
    const begin = this.#field(at, 0);
    const beyond = offset - this.#field(at, 1);
    const size = this.#field(at, 2);
    const step = this.#stepOf(at);
    if (beyond < size) return begin + (step === 0 ? 0 : Math.max(0, Math.floor(beyond / step)));
    if (beyond === size) return Math.min(size === 0 ? begin : this.#endOf(at), length);
    const next = this.#inOrder(place + 1);
    return next < 0 ? length : this.#field(next, 0);
  }

  #goesOn(last: number, begin: number, source: number): boolean {
    const size = this.#field(last, 2);
    return (
      this.#stepOf(last) === 1 &&
      this.#field(last, 0) + size === begin &&
      this.#field(last, 1) + size === source
    );
  }

  #field(at: number, field: number): number {
    return this.#numbers[at + field] ?? 0;
  }

  #stepOf(at: number): 0 | 1 | 2 | 3 {
    const step = this.#field(at, 3);
    return step === 1 || step === 2 || step === 3 ? step : 0;
  }

  #endOf(at: number): number {
    return at + FIELDS < this.#count * FIELDS ? this.#field(at + FIELDS, 0) : Infinity;
  }

  /** The last stretch that does not begin beyond `offset`. */
  #search(offset: number): number {
    let low = 0;
    let high = Math.max(0, this.#count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#field(middle * FIELDS, 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low * FIELDS;
  }

  /** Rank in the source's order of the last stretch that does not begin beyond `offset` there. */
  #placeInSource(offset: number): number {
    let low = 0;
    let high = Math.max(0, this.#count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#field(this.#inOrder(middle), 1) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The stretch of this rank; -1 where there is none. */
  #inOrder(rank: number): number {
    if (rank >= this.#count) return -1;
    if (this.#isOrdered) return rank * FIELDS;
    this.#order ??= Uint32Array.from({ length: this.#count }, (_, index) => index).sort(
      (a, b) => this.#field(a * FIELDS, 1) - this.#field(b * FIELDS, 1) || a - b,
    );
    return (this.#order[rank] ?? 0) * FIELDS;
  }
}

/** Octets of the source that show the last octet of a stretch. */
function width(step: number): number {
  return Math.min(step, 2);
}
