// The global of this name is a getter, too slow for what is called with every reply.
import { Buffer } from 'node:buffer';

/** The same memory as a Buffer. */
export function bufferOf(octets: Uint8Array): Buffer {
  if (Buffer.isBuffer(octets)) return octets;
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length);
}
