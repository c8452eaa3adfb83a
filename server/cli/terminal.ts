import { visibleOf } from '../core/octets/visible.ts';
import { UsageError } from './command.ts';
import type { Invocation, Terminal } from './command.ts';

/** Standard output and error as a command sees them. Throws a UsageError for a wrong `--color`. */
export function terminalOf(invocation: Invocation, signal: AbortSignal): Terminal {
  const quiet = invocation.flag('quiet');
  return {
    out: text => {
      process.stdout.write(text);
    },
    note: text => {
      if (!quiet) process.stderr.write(text);
    },
    complain,
    color: wantsColor(invocation.value('color') ?? 'auto'),
    signal,
  };
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
