import { Buffer } from 'node:buffer';
import { storageOf } from './byteOrderMark.ts';
import type { Storage } from './byteOrderMark.ts';

const EMPTY = new Uint8Array(0);

/** Enough to see any byte order mark. */
const LONGEST_MARK = 3;

/**
 * The octets of a text file as the core reads them: UTF-16 with a byte order mark becomes UTF-8, a
 * mark is taken off, and anything else stays as it is, whatever encoding that may be. Half of a
 * surrogate pair becomes U+FFFD.
 */
export function utf8Of(octets: Uint8Array): Uint8Array {
  const storage = storageOf(octets);
  const text = octets.subarray(storage.mark);
  return storage.encoding === 'utf-8' ? text : fromUtf16(text, storage.encoding);
}

/** Octets of such text as they are to be stored; the opposite of `utf8Of`. */
export function storedAs(octets: Uint8Array, { encoding, mark }: Storage): Uint8Array {
  if (mark === 0) return octets;
  if (encoding === 'utf-8') return Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), octets]);
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('utf8');
  const stored = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-16be' ? stored.swap16() : stored;
}

/** `utf8Of` for octets that come in pieces, of any size. */
export class Utf8Stream {
  #storage: Storage | undefined;
  /** What came and cannot be decoded yet. */
  #kept: Uint8Array = EMPTY;

  /** The next octets; may be empty while more is needed. */
  push(piece: Uint8Array): Uint8Array {
    const octets = this.#kept.length === 0 ? piece : Buffer.concat([this.#kept, piece]);
    this.#kept = EMPTY;
    if (this.#storage !== undefined) return this.#decoded(octets, this.#storage);
    if (octets.length < LONGEST_MARK) return this.#keep(octets, 0);
    this.#storage = storageOf(octets);
    return this.#decoded(octets.subarray(this.#storage.mark), this.#storage);
  }

  /** What is left when nothing more comes. */
  end(): Uint8Array {
    const left = this.#kept;
    const storage = this.#storage;
    this.#kept = EMPTY;
    if (storage === undefined) return utf8Of(left);
    return storage.encoding === 'utf-8' ? left : fromUtf16(left, storage.encoding);
  }

  #decoded(octets: Uint8Array, { encoding }: Storage): Uint8Array {
    if (encoding === 'utf-8') return octets;
    const whole = wholeUnits(octets, encoding);
    return fromUtf16(this.#keep(octets, whole), encoding);
  }

  /** Keeps what follows `from` for later; gives what stands before it. */
  #keep(octets: Uint8Array, from: number): Uint8Array {
    // A copy: whoever reads a file may fill the same memory again.
    this.#kept = Uint8Array.from(octets.subarray(from));
    return octets.subarray(0, from);
  }
}

/** Octets up to the last unit that does not wait for the other half of its pair. */
function wholeUnits(octets: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): number {
  const even = octets.length & ~1;
  const high = octets[encoding === 'utf-16le' ? even - 1 : even - 2] ?? 0;
  return (high & 0xfc) === 0xd8 ? even - 2 : even;
}

function fromUtf16(octets: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Uint8Array {
  const units = Buffer.from(octets.subarray(0, octets.length & ~1));
  if (encoding === 'utf-16be') units.swap16();
  const text = units.toString('utf16le');
  // Half a unit at the end stands for something that is not there any more.
  return Buffer.from(octets.length % 2 === 0 ? text : `${text}\ufffd`, 'utf8');
}
