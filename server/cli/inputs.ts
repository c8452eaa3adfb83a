import { glob, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dialectOf, probeDialect } from '../core/dialect/probe.ts';
import type { Dialect } from '../core/dialect/dialect.ts';
import { DIALECTS } from '../core/dialect/registry.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { UsageError } from './command.ts';

/** A transcript to work on. */
export interface Input {
  /** As it was named; `<stdin>` for standard input. */
  readonly file: string;
  readonly octets: Uint8Array;
  readonly dialect: Dialect;
}

/** Reads the files, folders (their `.smtp` files), globs and `-` a command was given, in order. */
export async function* readInputs(
  operands: readonly string[],
  dialectId: string | undefined,
): AsyncGenerator<Input> {
  if (operands.length === 0) throw new UsageError('name a file, a folder, or - for standard input');
  const asked = dialectId === undefined ? undefined : namedDialect(dialectId);
  for (const operand of operands) {
    for (const file of await filesOf(operand)) {
      const octets = await octetsOf(file);
      const dialect = asked ?? probeDialect(octets, bufferScanner).dialect;
      yield { file: file === '-' ? '<stdin>' : file, octets, dialect };
    }
  }
}

function namedDialect(id: string): Dialect {
  const dialect = dialectOf(id);
  if (dialect !== undefined) return dialect;
  const known = DIALECTS.map(entry => entry.id).join(', ');
  throw new UsageError(`there is no dialect "${id}"; there are ${known}`);
}

async function filesOf(operand: string): Promise<string[]> {
  if (operand === '-') return [operand];
  const found = await stat(operand).catch(() => undefined);
  if (found?.isDirectory()) return walk(operand);
  if (found !== undefined) return [operand];
  if (!/[*?[{]/.test(operand)) throw new UsageError(`there is no file or folder "${operand}"`);
  const files: string[] = [];
  for await (const file of glob(operand)) files.push(file);
  if (files.length === 0) throw new UsageError(`no file matches "${operand}"`);
  return files.sort();
}

const SKIPPED = new Set(['node_modules', '.git']);

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) files.push(...(await walk(path)));
    else if (entry.isFile() && entry.name.endsWith('.smtp')) files.push(path);
  }
  return files;
}

async function octetsOf(file: string): Promise<Uint8Array> {
  try {
    return file === '-' ? await readAll(process.stdin) : await readFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read "${file}": ${why}`);
  }
}

async function readAll(stream: NodeJS.ReadStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part as Uint8Array);
  return Buffer.concat(parts);
}
