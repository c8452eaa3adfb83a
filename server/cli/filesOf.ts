import { stat } from 'node:fs/promises';
import { transcriptFiles } from '../host/transcriptFiles.ts';
import { UsageError } from './command.ts';
import { glob } from './glob.ts';
import { reasonOf } from './reasonOf.ts';

/** Is told of a folder or file below an operand that cannot be read. */
export type Unreadable = (message: string) => void;

/**
 * The files an operand stands for: itself, the `.smtp` files below a folder, or what a glob
 * matches. Throws a UsageError where there is none.
 */
export async function filesOf(operand: string, unreadable: Unreadable): Promise<readonly string[]> {
  if (operand === '-') return [operand];
  const found = await stat(operand).catch(() => undefined);
  if (found?.isDirectory()) return folderFiles(operand, unreadable);
  if (found !== undefined) return [operand];
  if (!/[*?[{]/.test(operand)) throw new UsageError(`there is no file or folder "${operand}"`);
  const matches = await glob(operand);
  if (matches.length === 0) throw new UsageError(`no file matches "${operand}"`);
  const files: string[] = [];
  for (const match of matches) {
    const folder = (await stat(match).catch(() => undefined))?.isDirectory() === true;
    files.push(...(folder ? (await walk(match, unreadable)).files : [match]));
  }
  return files;
}

async function folderFiles(folder: string, unreadable: Unreadable): Promise<readonly string[]> {
  const { files, isWhole } = await walk(folder, unreadable);
  if (files.length > 0 || !isWhole) return files;
  throw new UsageError(
    `there are no .smtp files in "${folder}"; name other transcripts one by one`,
  );
}

async function walk(
  folder: string,
  unreadable: Unreadable,
): Promise<{ readonly files: readonly string[]; readonly isWhole: boolean }> {
  let isWhole = true;
  const tell = (path: string, error: unknown): void => {
    isWhole = false;
    // Node gives this for octets that are no UTF-8, and finds no file of such a name.
    const isGarbled = path.includes('\ufffd');
    unreadable(`cannot read "${path}": ${isGarbled ? 'its name is not UTF-8' : reasonOf(error)}`);
  };
  const files: string[] = [];
  for await (const file of transcriptFiles(folder, { unreadable: tell })) files.push(file);
  return { files, isWhole };
}
