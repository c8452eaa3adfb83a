import { explanationOf } from '../core/feature/explain.ts';
import { styleFor } from '../report/style.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { formatOf } from './format.ts';

/** `explain`: what a rule, verb, extension, parameter, reply code or enhanced code means. */
export const explainCommand: Command = {
  name: 'explain',
  usage: 'explain [--format text|json] WORD…',
  summary: 'tell what a rule, verb, extension, reply code or enhanced code means',
  help: ['--format text|json   how to print (default text)'],
  options: { format: { type: 'string' } },
  run(invocation, terminal) {
    const format = formatOf(invocation, ['text', 'json']);
    const words = invocation.operands;
    if (words.length === 0) throw new UsageError('name a word, such as 550, 5.1.1, RCPT, PIPELINING or nested-mail');
    const found = words.map(word => {
      const explanations = explanationOf(word);
      if (explanations.length === 0) throw new UsageError(`nothing is known about "${word}"`);
      return { word, explanations };
    });
    if (format === 'json') {
      terminal.out(`${JSON.stringify({ version: 1, words: found }, null, 2)}\n`);
      return Promise.resolve(EXIT.fine);
    }
    const { bold, dim } = styleFor(terminal.color ? 'color' : 'plain');
    for (const { explanations } of found) {
      for (const { title, meaning, advice, refs } of explanations) {
        const parts = [bold(title), ...meaning, ...(advice === undefined ? [] : [advice])];
        terminal.out(`${[...parts, dim(refs.join(', '))].join('\n')}\n\n`);
      }
    }
    return Promise.resolve(EXIT.fine);
  },
};

