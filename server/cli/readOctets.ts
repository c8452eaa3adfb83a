import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { UsageError } from './command.ts';
import { reasonOf } from './reasonOf.ts';

/** Longer input is refused: it is held in memory as a whole, and Node reads no more at once. */
const MOST_OCTETS = 2 ** 31 - 1;

/** The octets of a file, a pipe, or standard input (`-`). Throws a UsageError where that fails. */
export async function readOctets(file: string): Promise<Uint8Array> {
  const name = file === '-' ? 'standard input' : `"${file}"`;
  try {
    if (file === '-') return await readStream(process.stdin, name);
    const { size, ...found } = await sizeOf(file);
    if (size > MOST_OCTETS) throw tooLong(name);
    return found.regular ? await readFile(file) : await readStream(createReadStream(file), name);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${name}: ${reasonOf(error)}`);
  }
}

async function sizeOf(file: string): Promise<{ readonly size: number; readonly regular: boolean }> {
  const found = await stat(file);
  return { size: found.size, regular: found.isFile() };
}

async function readStream(stream: AsyncIterable<unknown>, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    if (!(part instanceof Uint8Array)) continue;
    size += part.length;
    if (size > MOST_OCTETS) throw tooLong(name);
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

function tooLong(name: string): UsageError {
  return new UsageError(
    `${name} is longer than 2 GiB, which is more than can be read at once; split it, for ` +
      'instance by day or by connection',
  );
}
