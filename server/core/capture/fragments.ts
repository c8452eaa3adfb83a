import type { Datagram, Fragment } from './datagram.ts';

const MOST_DATAGRAMS = 128;
const MOST_PIECES = 1024;
const LONGEST = 65_535;

interface Piece {
  readonly start: number;
  readonly octets: Uint8Array;
}

interface Partial {
  readonly pieces: Piece[];
  held: number;
  /** Octets of the whole, known once its last fragment came. */
  total: number | undefined;
}

/** Puts fragmented datagrams together, within bounds: the oldest are given up. */
export class Fragments {
  readonly #open = new Map<string, Partial>();
  /** Datagrams of which not all fragments were captured. */
  #lost = 0;

  /** Datagrams that never became whole so far, those that still may included. */
  get incomplete(): number {
    return this.#lost + this.#open.size;
  }

  /** Takes a fragment; gives the datagram that it completes. */
  add(datagram: Datagram, fragment: Fragment): Datagram | undefined {
    const { source, target, protocol, payload, length } = datagram;
    const key = `${source}${target}${String(protocol)},${String(fragment.id)}`;
    const partial = this.#partial(key);
    const end = fragment.offset + length;
    // A fragment that the snapshot length cut cannot complete anything.
    if (payload.length < length || end > LONGEST || isFull(partial, length)) return undefined;
    partial.held += length;
    partial.pieces.push({ start: fragment.offset, octets: payload.slice() });
    if (!fragment.more) partial.total ??= end;
    const whole = wholeOf(partial);
    if (whole === undefined) return undefined;
    this.#open.delete(key);
    return { ...datagram, payload: whole, length: whole.length, fragment: undefined };
  }

  #partial(key: string): Partial {
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const oldest = this.#open.keys().next();
    if (this.#open.size >= MOST_DATAGRAMS && oldest.done !== true) {
      this.#open.delete(oldest.value);
      this.#lost++;
    }
    const partial: Partial = { pieces: [], held: 0, total: undefined };
    this.#open.set(key, partial);
    return partial;
  }
}

function isFull({ pieces, held }: Partial, more: number): boolean {
  return pieces.length >= MOST_PIECES || held + more > 2 * LONGEST;
}

/** The octets, where no hole is left; of what overlaps the fragment that came first wins. */
function wholeOf({ pieces, total }: Partial): Uint8Array | undefined {
  if (total === undefined) return undefined;
  let reached = 0;
  for (const { start, octets } of [...pieces].sort((a, b) => a.start - b.start)) {
    if (start > reached) return undefined;
    reached = Math.max(reached, start + octets.length);
  }
  if (reached < total) return undefined;
  const whole = new Uint8Array(total);
  for (const { start, octets } of [...pieces].reverse()) {
    if (start < total) whole.set(octets.subarray(0, total - start), start);
  }
  return whole;
}
