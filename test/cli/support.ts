import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { programOf } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** The folder of the project. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

const MAIN = programOf('cli');

/** What a command did. */
export interface CliResult {
  /** null where a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a command; everything has a default. */
export interface CliOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** It is killed after so long: a test must not hang. */
  readonly limitMs?: number;
}

/** A command that runs, with what it printed so far. */
export interface RunningCli {
  readonly child: ChildProcessWithoutNullStreams;
  readonly done: Promise<CliResult>;
  /** Resolves when standard output matches; rejects when the command ends before. */
  readonly printed: (pattern: RegExp) => Promise<RegExpExecArray>;
}

/** Starts the command line from its source. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: options.cwd ?? root,
    env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '', ...options.env },
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), options.limitMs ?? 30_000);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A command that does not read its input closes it early.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const done = once(child, 'close').then(([status, signal]): CliResult => {
    clearTimeout(timer);
    return {
      status: status as number | null,
      signal: signal as NodeJS.Signals | null,
      stdout,
      stderr,
    };
  });
  return {
    child,
    done,
    printed: async pattern => {
      for (;;) {
        const match = pattern.exec(stdout);
        if (match) return match;
        const ended = await Promise.race([once(child.stdout, 'data').then(() => false), done]);
        if (ended === false || pattern.test(stdout)) continue;
        throw new Error(`ended without ${String(pattern)}: ${stdout}${stderr}`);
      }
    },
  };
}

/** Runs the command line from its source, to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, options).done;
}

/** Files in a folder for one test; gives the folder. */
export async function filesFor(
  t: TestContext,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const [name, octets] of Object.entries(files)) await writeFile(join(folder, name), octets);
  return folder;
}

/** An ordinary session without a message. */
export const SHORT_SESSION = [
  'S: 220 mx.example.org ESMTP',
  'C: EHLO client.example.net',
  'S: 250 mx.example.org',
  'C: QUIT',
  'S: 221 bye',
  '',
].join('\n');

/** The objects of NDJSON. */
export function objectsIn(text: string): readonly Record<string, unknown>[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Record<string, unknown>);
}
