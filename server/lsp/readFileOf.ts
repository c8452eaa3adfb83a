import { open, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What VS Code opens with all its features; a longer file is not read unless somebody says so. */
const MOST_OCTETS = 50 * 1024 * 1024;

const PIECE = 4 * 1024 * 1024;

/** The octets of a file and what changes when somebody writes it. */
export interface FileRead {
  readonly octets: Uint8Array;
  readonly stamp: string;
}

/**
 * The octets of the file on disk that a URI names. Undefined where it names none, where that is no
 * ordinary file of at most `most` octets, where it cannot be read, or when `signal` says to stop.
 */
export async function readFileOf(
  uri: string,
  signal?: AbortSignal,
  most = MOST_OCTETS,
): Promise<FileRead | undefined> {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  try {
    // Asked before it is opened: to open a pipe would wait for whoever writes into it.
    const stamp = await stampAt(path, most);
    if (stamp === undefined) return undefined;
    const octets = await readPieces(path, most, signal);
    return octets && { octets, stamp };
  } catch {
    return undefined;
  }
}

/** What `readFileOf` would give as stamp now. */
export async function fileStampOf(uri: string, most = MOST_OCTETS): Promise<string | undefined> {
  const path = pathOf(uri);
  return path === undefined ? undefined : stampAt(path, most).catch(() => undefined);
}

async function stampAt(path: string, most: number): Promise<string | undefined> {
  const found = await stat(path, { bigint: true });
  if (!found.isFile() || found.size > most) return undefined;
  return [found.dev, found.ino, found.size, found.mtimeNs].join(' ');
}

/** The path that a URI names; undefined where it names no file of this machine. */
export function pathOf(uri: string): string | undefined {
  if (!/^file:/i.test(uri)) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

async function readPieces(
  path: string,
  most: number,
  signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    // One octet more than there should be tells whether the file grew meanwhile.
    const all = Buffer.allocUnsafe(Math.min(size, most) + 1);
    let length = 0;
    while (length < all.length) {
      if (signal?.aborted === true) return undefined;
      const { bytesRead } = await handle.read(all, length, Math.min(PIECE, all.length - length));
      if (bytesRead === 0) return all.subarray(0, length);
      length += bytesRead;
    }
    return undefined;
  } finally {
    await handle.close();
  }
}
