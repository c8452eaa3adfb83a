import { dirname, join, resolve } from 'node:path';
import {
  findEnvironments,
  readEnvironmentFile,
} from '../../config/environment/findEnvironments.ts';
import { suggestName } from '../../core/smtp/suggest.ts';
import type { Environment, EnvironmentFile } from '../../protocol/environment.ts';
import { UsageError } from '../command.ts';
import type { Invocation } from '../command.ts';

/**
 * The environments that `--env` names, from `--environments` or from the files found for the transcripts
 * and for the working folder. Throws a UsageError where one is not there, a file has faults, or two
 * transcripts would get different ones of the same name.
 */
export async function namedEnvironments(
  invocation: Invocation,
  transcripts: readonly string[],
): Promise<readonly Environment[]> {
  const names = [...new Set(invocation.values('env'))];
  const named = invocation.value('environments');
  if (names.length === 0) {
    if (named !== undefined) throw new UsageError('--environments goes with --env');
    return [];
  }
  const groups =
    named === undefined ? await foundFor(transcripts, names) : [await readNamed(named)];
  refuseFaults(groups.flatMap(({ files }) => files));
  return names.map(name => environmentOf(name, groups));
}

interface Group {
  readonly environments: readonly Environment[];
  readonly files: readonly EnvironmentFile[];
}

async function foundFor(
  transcripts: readonly string[],
  names: readonly string[],
): Promise<readonly Group[]> {
  const real = transcripts.filter(file => file !== '<stdin>').map(file => dirname(resolve(file)));
  const groups = await Promise.all([...new Set(real)].map(foundIn));
  const has = (name: string): boolean =>
    groups.some(({ environments }) => environments.some(one => one.name === name));
  // The working folder is asked last: what is nearer to the transcripts wins.
  return names.every(has) ? groups : [...groups, await foundIn(process.cwd())];
}

function foundIn(folder: string): Promise<Group> {
  return findEnvironments(join(folder, 'any.smtp'));
}

async function readNamed(path: string): Promise<Group> {
  const file = await readEnvironmentFile(resolve(path));
  if (file === undefined) throw new UsageError(`there is no file "${path}"`);
  return { environments: file.environments, files: [file] };
}

/** Half an environment could mean another server, or no TLS: nothing is sent then. */
function refuseFaults(files: readonly EnvironmentFile[]): void {
  const faults = new Set(
    files.flatMap(({ path, problems }) =>
      problems.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`),
    ),
  );
  if (faults.size > 0) {
    throw new UsageError(`the environment file cannot be used\n${[...faults].join('\n')}`);
  }
}

function environmentOf(name: string, groups: readonly Group[]): Environment {
  const found = groups.flatMap(({ environments }) => environments.filter(one => one.name === name));
  const [first] = found;
  if (first === undefined) throw new UsageError(noEnvironment(name, groups));
  const said = JSON.stringify(first);
  if (found.every(one => JSON.stringify(one) === said)) return first;
  throw new UsageError(
    `"${name}" is not the same environment for all of these files; name the file with --environments`,
  );
}

function noEnvironment(name: string, groups: readonly Group[]): string {
  const files = new Set(groups.flatMap(group => group.files.map(({ path }) => path)));
  if (files.size === 0) {
    return `there is no environment "${name}": no .smtp-transcript.env.json is in the folder of the transcripts or above`;
  }
  const names = [...new Set(groups.flatMap(group => group.environments.map(one => one.name)))];
  const near = suggestName(name, names);
  const nearest = near === undefined ? '' : `; did you mean "${near}"?`;
  const there = names.length === 0 ? 'none' : names.slice(0, 20).join(', ');
  return `there is no environment "${name}" in ${[...files].join(', ')} (${names.length > 1 ? 'there are' : 'there is'} ${there})${nearest}`;
}
