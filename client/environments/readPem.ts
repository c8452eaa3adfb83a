import { readFile, stat } from 'node:fs/promises';

/** Bundles of all the world's authorities have less than half of that. */
const MOST_OCTETS = 1024 * 1024;

const PEM = /-----BEGIN (?:[A-Z]{1,10} )?(?:CERTIFICATE|PRIVATE KEY)-----/;

/** Reads a file of certificates or a key; rejects in words that name it. */
export async function readPem(path: string): Promise<string> {
  const text = await textOf(path);
  if (!PEM.test(text)) throw new Error(`"${path}" holds no certificate or key in PEM form.`);
  return text;
}

async function textOf(path: string): Promise<string> {
  try {
    const found = await stat(path);
    // Asked before it is opened: to open a pipe would wait for whoever writes into it.
    if (found.isFile() && found.size <= MOST_OCTETS) return await readFile(path, 'utf8');
  } catch (error) {
    throw new Error(`"${path}" cannot be read.`, { cause: error });
  }
  throw new Error(`"${path}" is no ordinary file of certificates or a key.`);
}
