import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { visibleOf } from '../../core/octets/visible.ts';
import type { Invocation, Terminal } from '../command.ts';

/** Asks a person for a line of text. Rejects where that is interrupted. */
export type Ask = (question: string, answer: 'shown' | 'hidden') => Promise<string>;

/** How to ask whoever sits at the terminal; undefined where nobody does. */
export function askerOf(invocation: Invocation, terminal: Terminal): Ask | undefined {
  const isInput = invocation.operands.includes('-');
  if (isInput || !process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return (question, answer) => ask(`${visibleOf(question)}: `, answer, terminal.signal);
}

async function ask(
  prompt: string,
  answer: 'shown' | 'hidden',
  signal: AbortSignal,
): Promise<string> {
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  // The line editor echoes what is typed to its output: a secret goes nowhere.
  const output = answer === 'hidden' ? nowhere : process.stderr;
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  // The terminal is raw, so that Ctrl-C is a key here and no signal.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    if (answer === 'hidden') process.stderr.write(prompt);
    return await lines.question(answer === 'hidden' ? '' : prompt, { signal });
  } finally {
    lines.close();
    if (answer === 'hidden') process.stderr.write('\n');
  }
}
