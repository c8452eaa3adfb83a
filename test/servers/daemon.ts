import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const START_MS = 20_000;
const STOP_MS = 1500;
const MAX_OUTPUT = 1 << 20;

/** How to start a server's program. */
export interface DaemonOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const running = new Set<Daemon>();

// A run that ends early must not leave a mail server behind.
process.on('exit', () => {
  for (const daemon of running) daemon.signal('SIGKILL');
});

/** A server's program with all that it starts: a process group of its own. */
export class Daemon {
  readonly #leader: ChildProcess;
  readonly #ended: Promise<unknown>;
  #output = '';

  constructor(command: string, args: readonly string[], options: DaemonOptions = {}) {
    this.#leader = spawn(command, args, {
      ...options,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this);
    const keep = (text: Buffer): void => {
      this.#output = (this.#output + text.toString('latin1')).slice(-MAX_OUTPUT);
    };
    this.#leader.stdout?.on('data', keep);
    this.#leader.stderr?.on('data', keep);
    this.#ended = once(this.#leader, 'exit').catch((error: unknown) => {
      this.#output += String(error);
    });
  }

  get output(): string {
    return this.#output;
  }

  get hasEnded(): boolean {
    const { exitCode, signalCode, pid } = this.#leader;
    return exitCode !== null || signalCode !== null || pid === undefined;
  }

  /** Resolves once the server greets on `port`; throws when it ends before, or takes too long. */
  async greets(port: number): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (Date.now() < deadline) {
      if (this.hasEnded) throw new Error(`it ended at once:\n${this.#output}`);
      if (await greetsAt(port)) return;
      await pause(50);
    }
    throw new Error(`nothing greets on port ${port}:\n${this.#output}`);
  }

  /** Ends the whole group: first asked, then made to. */
  async stop(): Promise<void> {
    this.signal('SIGTERM');
    const deadline = Date.now() + STOP_MS;
    while (this.signal(0) && Date.now() < deadline) {
      await Promise.race([this.#ended, pause(25)]);
      if (this.hasEnded) await pause(25);
    }
    this.signal('SIGKILL');
    if (this.#leader.pid !== undefined) await this.#ended;
    running.delete(this);
  }

  /** Whether somebody of the group was there to get it. */
  signal(signal: NodeJS.Signals | 0): boolean {
    const { pid } = this.#leader;
    if (pid === undefined) return false;
    try {
      return process.kill(-pid, signal);
    } catch {
      return false;
    }
  }
}

/** Ports of 127.0.0.1 that nothing listens on; all are held until all are known. */
export async function freePorts(count: number): Promise<number[]> {
  const holders = await Promise.all(Array.from({ length: count }, holdPort));
  return Promise.all(
    holders.map(async holder => {
      const address = holder.address();
      holder.close();
      await once(holder, 'close');
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
}

async function holdPort(): Promise<Server> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const GREETING_MS = 5000;

/** Whether somebody says 220 on the port, and not only accepts or ends the connection. */
async function greetsAt(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.setTimeout(GREETING_MS, () => resolve(false));
  socket.once('data', (text: Buffer) => resolve(text.toString('latin1').startsWith('220')));
  socket.once('error', () => resolve(false));
  socket.once('close', () => resolve(false));
  const greets = await promise;
  if (greets) socket.end('QUIT\r\n');
  socket.destroySoon();
  return greets;
}
