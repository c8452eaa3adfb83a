/** Replaces the octets [start, end) by others. */
export interface OctetChange {
  readonly start: number;
  readonly end: number;
  readonly octets: Uint8Array;
}

/** A part of the text as it is now; `origin` is where it stood at first, -1 for what is new. */
interface Part {
  readonly octets: Uint8Array;
  readonly origin: number;
}

/** Several rounds of changes as one: each round's places are those of the text it was made for. */
export class OctetChanges {
  readonly #length: number;
  #parts: readonly Part[];

  constructor(octets: Uint8Array) {
    this.#length = octets.length;
    this.#parts = [{ octets, origin: 0 }];
  }

  /** Takes the changes of a round: in order, apart from each other. */
  add(changes: readonly OctetChange[]): void {
    const next: Part[] = [];
    const reader = new PartReader(this.#parts);
    for (const { start, end, octets } of changes) {
      reader.moveTo(start, next);
      reader.moveTo(end, []);
      if (octets.length > 0) next.push({ octets, origin: -1 });
    }
    reader.moveTo(Infinity, next);
    this.#parts = next;
  }

  /** All rounds together, with places in the text that was there at first, in order. */
  total(): readonly OctetChange[] {
    const changes: OctetChange[] = [];
    let fresh: Uint8Array[] = [];
    let at = 0;
    const close = (end: number): void => {
      if (end > at || fresh.length > 0) {
        changes.push({ start: at, end, octets: Buffer.concat(fresh) });
      }
      fresh = [];
    };
    for (const { octets, origin } of this.#parts) {
      if (origin < 0) fresh.push(octets);
      else {
        close(origin);
        at = origin + octets.length;
      }
    }
    close(this.#length);
    return changes;
  }
}

class PartReader {
  readonly #parts: readonly Part[];
  #index = 0;
  #used = 0;
  #at = 0;

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  /** Gives what stands before this offset of the text to `into`. */
  moveTo(offset: number, into: Part[]): void {
    while (this.#at < offset) {
      const part = this.#parts[this.#index];
      if (part === undefined) return;
      const octets = part.octets.subarray(this.#used, this.#used + offset - this.#at);
      const origin = part.origin < 0 ? -1 : part.origin + this.#used;
      if (octets.length > 0) into.push({ octets, origin });
      this.#at += octets.length;
      this.#used += octets.length;
      if (this.#used < part.octets.length) continue;
      this.#index++;
      this.#used = 0;
    }
  }
}
