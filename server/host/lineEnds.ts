import { Buffer } from 'node:buffer';

const CR = 13;
const LF = 10;

/** How many lines end in [from, to): by CRLF, LF or lone CR, none of which lies across the bounds. */
export function lineEndsIn(octets: Uint8Array, from: number, to: number): number {
  const stretch = Buffer.from(octets.buffer, octets.byteOffset + from, to - from);
  return stretch.includes(CR) ? countAll(stretch) : countFeeds(stretch);
}

function countAll(octets: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at];
    if (octet === LF || (octet === CR && octets[at + 1] !== LF)) count++;
  }
  return count;
}

/** Four octets at a time: a zero octet of `word ^ LFLFLFLF` is a line end. */
function countFeeds(octets: Buffer): number {
  const { length, byteOffset } = octets;
  const aligned = Math.min(length, -byteOffset & 3);
  let count = 0;
  for (let at = 0; at < aligned; at++) if (octets[at] === LF) count++;
  const words =
    length - aligned < 4
      ? new Int32Array(0)
      : new Int32Array(octets.buffer, byteOffset + aligned, (length - aligned) >> 2);
  for (let index = 0; index < words.length; index++) {
    const word = (words[index] ?? 0) ^ 0x0a0a0a0a;
    const none = ((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f;
    if (none !== -1) count += bitsOf(~none);
  }
  for (let at = aligned + words.length * 4; at < length; at++) if (octets[at] === LF) count++;
  return count;
}

/** How many of the bits 7, 15, 23 and 31 are set; no others are. */
function bitsOf(word: number): number {
  return ((word >>> 7) & 1) + ((word >>> 15) & 1) + ((word >>> 23) & 1) + (word >>> 31);
}
