import { execFile } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A shared library that a program needs. */
export interface Library {
  /** As the program asks for it: a name, or a path for the program interpreter. */
  readonly name: string;
  readonly file: string;
  readonly interpreter: boolean;
}

/**
 * The shared libraries of programs, and of the programs in folders; those in `unpacked` count as
 * well as the machine's. Throws with the names of all that are missing.
 */
export async function librariesOf(
  paths: readonly string[],
  unpacked: string,
): Promise<readonly Library[]> {
  const programs = (await Promise.all(paths.map(filesUnder))).flat();
  const found = new Map<string, Library>();
  const missing = new Set<string>();
  const env = { ...process.env, LC_ALL: 'C', ...libraryPathOf(unpacked) };
  for (const program of programs) {
    // What is no dynamic program makes ldd fail, and needs nothing.
    const { stdout } = await run('ldd', [program], { env }).catch(() => ({ stdout: '' }));
    for (const line of stdout.split('\n')) {
      const [, name = '', file = ''] = /^\s*(\S+) => (\/\S+|not found)/u.exec(line) ?? [];
      const interpreter = /^\s*(\/\S+) \(0x/u.exec(line)?.[1];
      if (file === 'not found') missing.add(name);
      else if (name !== '')
        found.set(name, { name, file: await realpath(file), interpreter: false });
      else if (interpreter !== undefined) {
        const file = await realpath(interpreter);
        found.set(interpreter, { name: interpreter, file, interpreter: true });
      }
    }
  }
  if (missing.size > 0) throw new Error(`libraries are missing: ${[...missing].join(', ')}`);
  return [...found.values()];
}

/** The environment in which programs find the libraries in `unpacked` as well. */
export function libraryPathOf(unpacked: string): { readonly LD_LIBRARY_PATH: string } {
  const folders = globSync('{usr/,}lib/{,*-linux-gnu*}', { cwd: unpacked });
  return { LD_LIBRARY_PATH: folders.map(name => join(unpacked, name)).join(':') };
}

async function filesUnder(path: string): Promise<string[]> {
  if (!statSync(path).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
}
