/**
 * Starts VS Code's server on a free loopback port and ends it again, with everything below it.
 *
 * The server is started by its own script, not by code-server's, whose command line refuses
 * `--enable-smoke-test-driver`. Without that flag a built VS Code ignores the payload in the
 * address, and neither the extension in development nor its tests would be loaded.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How to start the server. */
export interface ServerOptions {
  /** Path of `server-main.js`. */
  readonly server: string;
  /** Settings, state and logs. */
  readonly userData: string;
  readonly extensions: string;
  /** Folder for the temporary files of the server and of its extensions. */
  readonly temporary?: string;
}

/** A running server. */
export interface VscodeServer {
  readonly port: number;
  /** Resolves when the server's process is gone. */
  readonly ended: Promise<void>;
  /** The address of a window. */
  readonly address: (window: WindowAddress) => string;
  /** Ends the server and every process below it. */
  readonly stop: () => Promise<void>;
}

/** What a window shows; all paths are absolute. */
export interface WindowAddress {
  readonly folder: string;
  readonly extension?: string;
  /** Module whose `run` is called in the extension host. */
  readonly tests?: string;
}

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 5000;

/** Starts the server; rejects with its output when it is not ready within a minute. */
export async function startServer(options: ServerOptions): Promise<VscodeServer> {
  const token = randomBytes(24).toString('hex');
  const child = launch(options, token);
  const killNow = (): void => {
    signalGroup(child, 'SIGKILL');
  };
  process.once('exit', killNow);
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => {
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    await stopGroup(child, ended);
    process.removeListener('exit', killNow);
  };
  try {
    const port = await readyPort(child);
    return { port, ended, stop, address: window => addressOf(port, token, window) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function launch(options: ServerOptions, token: string): ChildProcess {
  const serverData = join(options.userData, 'server');
  mkdirSync(serverData, { recursive: true });
  mkdirSync(options.extensions, { recursive: true });
  // In a file, because other users of this machine can read a command line.
  const tokenFile = join(serverData, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const args = [
    join(import.meta.dirname, 'vscodeGuard.mjs'),
    options.server,
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token-file', tokenFile],
    ...['--accept-server-license-terms', '--enable-smoke-test-driver', '--telemetry-level', 'off'],
    ...['--server-data-dir', serverData, '--user-data-dir', options.userData],
    ...['--extensions-dir', options.extensions],
  ];
  return spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'pipe'], // The guard ends the server when its input ends.
    env: serverEnv(options.temporary),
    detached: true, // A process group of its own, so that all of it can be ended at once.
  });
}

/** Without what a terminal inside another VS Code, or a test runner, has left in it. */
function serverEnv(temporary: string | undefined): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_TEST_)/.test(name)) {
      Reflect.deleteProperty(env, name);
    }
  }
  return temporary === undefined ? env : { ...env, TMPDIR: temporary };
}

function readyPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (reason: string): void => {
      clearTimeout(timer);
      reject(new Error(`VS Code's server ${reason}:\n${output.slice(-2000)}`));
    };
    const timer = setTimeout(fail, START_LIMIT_MS, 'was not ready within a minute');
    const read = (chunk: Buffer): void => {
      if (output.length < 65_536) output += chunk.toString('utf8');
      const port = /listening on (\d+)/.exec(output)?.[1];
      if (port === undefined || !output.includes('Extension host agent started')) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', error => {
      fail(`could not be started (${error.message})`);
    });
    child.once('exit', code => {
      fail(`ended with code ${String(code)}`);
    });
  });
}

function addressOf(port: number, token: string, window: WindowAddress): string {
  const authority = `vscode-remote://127.0.0.1:${String(port)}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (window.extension) {
    payload.push(['extensionDevelopmentPath', `${authority}${encodeURI(window.extension)}`]);
  }
  if (window.tests) payload.push(['extensionTestsPath', `${authority}${encodeURI(window.tests)}`]);
  const query = new URLSearchParams({ tkn: token, folder: window.folder });
  query.set('payload', JSON.stringify(payload));
  return `http://127.0.0.1:${String(port)}/?${query.toString()}`;
}

async function stopGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>(resolve => {
    timer = setTimeout(resolve, STOP_LIMIT_MS);
  });
  await Promise.race([ended, limit]);
  clearTimeout(timer);
  // The server's own children may outlive it.
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}
