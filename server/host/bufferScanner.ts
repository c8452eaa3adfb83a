import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import type { Scanner } from '../core/octets/scanner.ts';

/** The Scanner on Node's native searches. */
export const bufferScanner: Scanner = {
  indexOf(octets, octet, from, to) {
    const at = viewOf(octets, to).indexOf(octet, from);
    return at < to ? at : -1;
  },
  indexOfSequence(octets, sequence, from, to) {
    const at = viewOf(octets, to).indexOf(sequence, from);
    return at >= 0 && at + sequence.length <= to ? at : -1;
  },
  lastIndexOf(octets, octet, from, to) {
    // The native search knows no lower end and would look through all that lies before.
    const at = octets.subarray(from, Math.max(from, to)).lastIndexOf(octet);
    return at < 0 ? -1 : from + at;
  },
  isAscii: (octets, from, to) => isAscii(octets.subarray(from, to)),
  isUtf8: (octets, from, to) => isUtf8(octets.subarray(from, to)),
  latin1: (octets, from, to) => bufferOf(octets).toString('latin1', from, to),
  utf8: (octets, from, to) => bufferOf(octets).toString('utf8', from, to),
  encode: text => Buffer.from(text, 'utf8'),
};

/** A Buffer over the same memory. */
function bufferOf(octets: Uint8Array): Buffer {
  return Buffer.isBuffer(octets)
    ? octets
    : Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
}

/** As `bufferOf`, ending at `to`, so that a search never runs on into what was not asked for. */
function viewOf(octets: Uint8Array, to: number): Buffer {
  if (to >= octets.length) return bufferOf(octets);
  return Buffer.from(octets.buffer, octets.byteOffset, to);
}
