import { isUtf8 } from 'node:buffer';
import { lstat, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LintConfig } from '../core/config/lintConfig.ts';
import { configPlaceOf } from './configProblem.ts';
import type { ConfigPlace, ConfigProblem } from './configProblem.ts';
import { EMPTY_CONFIG, parseConfig } from './parseConfig.ts';

/** The names that a configuration file can have; the first one counts where a folder has both. */
export const CONFIG_NAMES: readonly string[] = ['.smtp-transcript.json', '.smtp-transcript.jsonc'];

/** No person writes a longer one. */
const MOST_OCTETS = 1024 * 1024;

/** A problem with its place. */
export type PlacedProblem = ConfigProblem & ConfigPlace;

/** A configuration file that was read. */
export interface ConfigFile {
  readonly path: string;
  /** What its patterns are relative to. */
  readonly folder: string;
  readonly config: LintConfig;
  readonly problems: readonly PlacedProblem[];
  readonly text: string;
}

/** The configuration of a text that stands, or would stand, in this file. */
export function configOf(path: string, text: string, folder = dirname(path)): ConfigFile {
  const { config, problems } = parseConfig(text);
  const placed = problems.map(problem => ({ ...problem, ...configPlaceOf(text, problem.start) }));
  return { path, folder, config, problems: placed, text };
}

/**
 * Reads a configuration file; undefined where there is none. One that cannot be read, or is no
 * ordinary file of at most 1 MiB, is a configuration that says nothing, with a problem.
 */
export async function readConfig(path: string, folder?: string): Promise<ConfigFile | undefined> {
  try {
    const found = await stat(path);
    // Asked before it is opened: to open a pipe would wait for whoever writes into it.
    if (!found.isFile()) return unusable(path, 'this is no ordinary file');
    if (found.size > MOST_OCTETS) return unusable(path, 'this is too long for a configuration');
    const octets = await readFile(path);
    if (!isUtf8(octets) || octets.includes(0)) return unusable(path, NO_UTF8);
    return configOf(path, octets.toString('utf8'), folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return unusable(path, 'this file cannot be read');
    return (await isLink(path)) ? unusable(path, 'this link leads nowhere') : undefined;
  }
}

const NO_UTF8 = 'this is no UTF-8 text; save it as UTF-8 (a shell may have written UTF-16)';

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isSymbolicLink() ?? false;
}

function unusable(path: string, message: string): ConfigFile {
  const problem = { message, start: 0, end: 0, line: 1, column: 1 };
  return { path, folder: dirname(path), config: EMPTY_CONFIG, problems: [problem], text: '' };
}
