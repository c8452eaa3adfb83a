import type { OctetSource } from '../host/octetSource.ts';
import { UsageError } from './command.ts';

/** Longer input is refused where all of it has to be held in memory. */
const MOST_OCTETS = 2 ** 31 - 1;
const FIRST_BLOCK = 1024 * 1024;

/** All octets of a source, which is closed then. Throws a UsageError where they are too many. */
export async function readOctets(source: OctetSource, file: string): Promise<Uint8Array> {
  try {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const part = new Uint8Array(length === 0 ? FIRST_BLOCK : Math.min(length, 64 * FIRST_BLOCK));
      const got = await source.read(part);
      parts.push(part.subarray(0, got));
      length += got;
      if (length > MOST_OCTETS) throw tooLong(file);
      if (got < part.length) return Buffer.concat(parts, length);
    }
  } finally {
    await source.close();
  }
}

function tooLong(file: string): UsageError {
  const name = file === '-' ? 'standard input' : `"${file}"`;
  return new UsageError(
    `${name} is longer than 2 GiB, which is more than this command can hold; split it, for ` +
      'instance by day or by connection',
  );
}
