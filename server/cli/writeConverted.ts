import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UsageError } from './command.ts';
import { reasonOf } from './reasonOf.ts';
import { replaceFile } from './replaceFile.ts';

/** Where to write, and what the files are called in a folder. */
export interface Destination {
  /** A file, or a folder; several files need a folder, which is made where it is missing. */
  readonly output: string;
  /** The file that was converted: in a folder its name is the beginning of theirs. */
  readonly source: string;
  readonly extension: string;
  readonly overwrite: boolean;
}

/**
 * Writes files, all of them or none where one exists already. Throws a UsageError where that cannot
 * be done. No name is taken from a transcript.
 */
export async function writeConverted(
  files: readonly Uint8Array[],
  destination: Destination,
): Promise<void> {
  const { output, overwrite } = destination;
  const folder = files.length > 1 || /[\\/]$/.test(output) || (await isFolder(output));
  if (folder) await makeFolder(output);
  const stem = join(output, stemOf(destination.source));
  const paths = files.map((_, at) => {
    if (!folder) return output;
    const number = destination.extension === 'eml' ? `-${String(at + 1)}` : '';
    return `${stem}${number}.${destination.extension}`;
  });
  const there = await Promise.all(paths.map(exists));
  const taken = paths.find((_, at) => there[at]);
  if (taken !== undefined && !overwrite) {
    throw new UsageError(`"${taken}" exists already; --force overwrites it`);
  }
  for (const [at, octets] of files.entries()) {
    const path = paths[at] ?? output;
    if (there[at] === true) await replaceFile(path, octets);
    else await writeNew(path, octets);
  }
}

/** Of the user's own file; standard input has no name. */
function stemOf(source: string): string {
  const stem = basename(source).replace(/\.[^.]*$/, '');
  return stem === '' || source === '<stdin>' ? 'message' : stem;
}

async function writeNew(path: string, octets: Uint8Array): Promise<void> {
  try {
    await writeFile(path, octets, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`cannot write "${path}": ${reasonOf(error)}`);
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new UsageError(`cannot make the folder "${path}": ${reasonOf(error)}`);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
