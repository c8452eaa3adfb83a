import { visibleOf } from '../core/octets/visible.ts';
import { UsageError } from './command.ts';
import type { Invocation, Terminal } from './command.ts';

/** Standard output and error as a command sees them. Throws a UsageError for a wrong `--color`. */
export function terminalOf(invocation: Invocation, signal: AbortSignal): Terminal {
  const quiet = invocation.flag('quiet');
  const line = new StatusLine(!quiet && process.stderr.isTTY);
  return {
    out: text => {
      line.clear();
      process.stdout.write(text);
    },
    note: text => {
      line.clear();
      if (!quiet) process.stderr.write(text);
    },
    progress: text => {
      line.show(text);
    },
    flushed: () => {
      const { stdout } = process;
      if (!stdout.writableNeedDrain) return Promise.resolve();
      return new Promise(resolve => stdout.once('drain', resolve).once('error', resolve));
    },
    complain: message => {
      line.clear();
      complain(message);
    },
    color: wantsColor(invocation.value('color') ?? 'auto'),
    signal,
  };
}

/** The line of standard error that tells how far the work has come. */
class StatusLine {
  readonly #wanted: boolean;
  #shown = false;

  constructor(wanted: boolean) {
    this.#wanted = wanted;
  }

  show(text: string): void {
    if (!this.#wanted) return;
    const columns = Math.max(20, process.stderr.columns);
    process.stderr.write(`\r\x1b[K${text.slice(0, columns - 1)}`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) process.stderr.write('\r\x1b[K');
    this.#shown = false;
  }
}

/** One complaint on standard error; its lines are made safe to show. */
export function complain(message: string): void {
  const [first = '', ...more] = message.split('\n').map(visibleOf);
  const rest = more.map(line => `  ${line}\n`).join('');
  process.stderr.write(`smtp-transcript: ${first}\n${rest}`);
}

function wantsColor(asked: string): boolean {
  switch (asked) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'auto':
      return process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
    default:
      throw new UsageError(`--color takes auto, always or never, not "${asked}"`);
  }
}
