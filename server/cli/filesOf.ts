import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
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

const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** Links to files count, links to folders do not: they could go in a circle. */
async function walk(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new UsageError(`cannot read "${folder}": ${reasonOf(error)}`);
  });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) files.push(...(await walk(path)));
    else if (entry.name.endsWith('.smtp') && (await isFile(path))) files.push(path);
  }
  return files;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
