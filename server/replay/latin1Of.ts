/** What Buffer has and its types do not tell: the decoding behind `toString('latin1')`. */
interface Native {
  readonly latin1Slice: (start: number, end: number) => string;
}

/** Octets as text, one character each: the quickest way for the short lines of SMTP. */
export function latin1Of(octets: Buffer, start: number, end: number): string {
  return (octets as Buffer & Native).latin1Slice(start, end);
}

/** The same memory as a Buffer. */
export function bufferOf(octets: Uint8Array): Buffer {
  if (Buffer.isBuffer(octets)) return octets;
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length);
}
