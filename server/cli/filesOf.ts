import { stat } from 'node:fs/promises';
import { transcriptFiles } from '../host/transcriptFiles.ts';
import { UsageError } from './command.ts';
import { glob } from './glob.ts';
import { reasonOf } from './reasonOf.ts';

/**
 * The files an operand stands for: itself, the `.smtp` files below a folder, or what a glob
 * matches. Throws a UsageError where there is none.
 */
export async function filesOf(operand: string): Promise<readonly string[]> {
  if (operand === '-') return [operand];
  const found = await stat(operand).catch(() => undefined);
  if (found?.isDirectory()) return folderFiles(operand);
  if (found !== undefined) return [operand];
  if (!/[*?[{]/.test(operand)) throw new UsageError(`there is no file or folder "${operand}"`);
  const matches = await glob(operand);
  if (matches.length === 0) throw new UsageError(`no file matches "${operand}"`);
  const files: string[] = [];
  for (const match of matches) {
    const folder = (await stat(match).catch(() => undefined))?.isDirectory() === true;
    files.push(...(folder ? await walk(match) : [match]));
  }
  return files;
}

async function folderFiles(folder: string): Promise<readonly string[]> {
  const files = await walk(folder);
  if (files.length > 0) return files;
  throw new UsageError(
    `there are no .smtp files in "${folder}"; name other transcripts one by one`,
  );
}

async function walk(folder: string): Promise<readonly string[]> {
  const unreadable = (path: string, error: unknown): never => {
    throw new UsageError(`cannot read "${path}": ${reasonOf(error)}`);
  };
  const files: string[] = [];
  for await (const file of transcriptFiles(folder, { unreadable })) files.push(file);
  return files;
}
