import { isUtf8 } from 'node:buffer';
import { lstat, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type {
  Environment,
  EnvironmentFile,
  FoundEnvironments,
} from '../../protocol/environment.ts';
import { configPlaceOf } from '../configProblem.ts';
import { parseEnvironments } from './parseEnvironments.ts';

/** The names that an environment file can have; the first one counts where a folder has both. */
const ENVIRONMENT_FILE_NAMES: readonly string[] = [
  '.smtp-transcript.env.json',
  '.smtp-transcript.env.jsonc',
];

/** No person writes a longer one. */
const MOST_OCTETS = 1024 * 1024;

/**
 * The environments that count for a transcript (which need not exist): of the files in its folder
 * and in all folders above it, but for what strangers put into a folder that is open to all. Where
 * two files have a name, the nearer one is taken as a whole.
 * Never rejects.
 */
export async function findEnvironments(file: string): Promise<FoundEnvironments> {
  const files: EnvironmentFile[] = [];
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    const found = await environmentFileIn(folder);
    if (found !== undefined) files.push(found);
    if (dirname(folder) === folder) break;
  }
  const environments = new Map<string, Environment>();
  for (const environment of files.flatMap(({ environments: own }) => own)) {
    if (!environments.has(environment.name)) environments.set(environment.name, environment);
  }
  return { environments: [...environments.values()], files };
}

/**
 * Reads an environment file; undefined where there is none. One that cannot be read, or is no
 * ordinary file of at most 1 MiB, has no environments and a problem. Never rejects.
 */
export async function readEnvironmentFile(path: string): Promise<EnvironmentFile | undefined> {
  try {
    const found = await stat(path);
    // Asked before it is opened: to open a pipe would wait for whoever writes into it.
    if (!found.isFile()) return unusable(path, 'this is no ordinary file');
    if (found.size > MOST_OCTETS) return unusable(path, 'this is too long for an environment file');
    const octets = await readFile(path);
    if (!isUtf8(octets) || octets.includes(0)) return unusable(path, 'this is no UTF-8 text');
    return environmentFileOf(path, octets.toString('utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return unusable(path, 'this file cannot be read');
  }
}

/** The environments of a text that stands, or would stand, in this file. */
export function environmentFileOf(path: string, text: string): EnvironmentFile {
  const { environments, problems } = parseEnvironments(text);
  return {
    path,
    environments: environments.map(environment => absolute(environment, dirname(path))),
    problems: problems.map(problem => ({ ...problem, ...configPlaceOf(text, problem.start) })),
  };
}

async function environmentFileIn(folder: string): Promise<EnvironmentFile | undefined> {
  for (const name of ENVIRONMENT_FILE_NAMES) {
    const path = join(folder, name);
    if (await isPlanted(path, folder)) continue;
    const found = await readEnvironmentFile(path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Anybody on this machine may put a file into a folder such as `/tmp`, above the transcripts of
 * others: who looks for one upwards must not take it, as it says where secrets go.
 */
async function isPlanted(path: string, folder: string): Promise<boolean> {
  const own = process.getuid?.();
  if (own === undefined) return false;
  try {
    const [found, around] = await Promise.all([lstat(path), stat(folder)]);
    return found.uid !== own && found.uid !== 0 && (around.mode & OPEN_TO_ALL) === OPEN_TO_ALL;
  } catch {
    return false;
  }
}

/** Everybody may write, and take away only what is theirs. */
const OPEN_TO_ALL = 0o1002;

function absolute(environment: Environment, folder: string): Environment {
  const { ca, certificate, key, path } = environment;
  return {
    ...environment,
    ...(ca !== undefined && { ca: resolve(folder, ca) }),
    ...(certificate !== undefined && { certificate: resolve(folder, certificate) }),
    ...(key !== undefined && { key: resolve(folder, key) }),
    ...(path !== undefined && { path: resolve(folder, path) }),
  };
}

function unusable(path: string, message: string): EnvironmentFile {
  const problem = { message, start: 0, end: 0, line: 1, column: 1 };
  return { path, environments: [], problems: [problem] };
}
