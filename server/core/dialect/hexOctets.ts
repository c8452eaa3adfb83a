import { hexDigit } from '../octets/hexDigit.ts';
import { Places } from '../octets/places.ts';

/** Octets that were read from digits, and where each of them stands. */
export interface HexOctets {
  readonly octets: Uint8Array;
  readonly places: Places;
}

/**
 * Reads pairs of hexadecimal digits, blanks between them left out; stops at anything else. The text
 * begins at `from` of the source.
 */
export function hexOctets(text: string, from: number): HexOctets {
  const octets = new Uint8Array(text.length >> 1);
  const run = new HexRun();
  let length = 0;
  let high = -1;
  for (let at = 0; at < text.length; at++) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit < 0) {
      if (high >= 0 || text[at] !== ' ') break;
    } else if (high < 0) high = digit;
    else {
      run.take(length, from + at - 1);
      octets[length++] = high * 16 + digit;
      high = -1;
    }
  }
  run.end();
  return { octets: octets.subarray(0, length), places: run.places };
}

/** Puts octets whose digits are equally far apart into one stretch. */
class HexRun {
  readonly places = new Places();
  #begin = 0;
  #source = 0;
  #count = 0;
  #step: 2 | 3 = 3;

  take(begin: number, source: number): void {
    const last = this.#source + (this.#count - 1) * this.#step;
    if (this.#count === 1 && source - this.#source === 2) this.#step = 2;
    else if (this.#count === 0 || source - last !== this.#step) {
      this.end();
      this.#begin = begin;
      this.#source = source;
    }
    this.#count++;
  }

  end(): void {
    if (this.#count === 0) return;
    const size = (this.#count - 1) * this.#step + 2;
    this.places.add(this.#begin, this.#source, size, this.#step);
    this.#count = 0;
    this.#step = 3;
  }
}
