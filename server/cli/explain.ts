import { explanationOf } from '../core/feature/explain.ts';
import { jsonText } from '../report/jsonText.ts';
import { styleFor } from '../report/style.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { formatOf } from './format.ts';

/** `explain`: what a rule, a word of the protocol, a code or a whole reply means. */
export const explainCommand: Command = {
  name: 'explain',
  usage: 'explain [--format text|json] WORD…',
  summary: 'tell what a rule, verb, extension, reply code or enhanced code means',
  help: [
    '--format text|json   how to print (default text)',
    '',
    'Words are such as 550, 5.1.1, RCPT, PIPELINING, NOTIFY or nested-mail; a whole reply, as in',
    'explain "550 5.7.1 Relay access denied", is explained by its text as well.',
  ],
  options: { format: { type: 'string' } },
  run(invocation, terminal) {
    const format = formatOf(invocation, ['text', 'json']);
    const { operands } = invocation;
    if (operands.length === 0) {
      throw new UsageError('name a word, such as 550, 5.1.1, RCPT, PIPELINING or nested-mail');
    }
    const words = askedFor(operands).map(word => ({ word, explanations: explanationOf(word) }));
    const found = words.filter(({ explanations }) => explanations.length > 0);
    const unknown = words.filter(({ explanations }) => explanations.length === 0);
    const { bold, dim } = styleFor(terminal.color ? 'color' : 'plain');
    const texts = found
      .flatMap(({ explanations }) => explanations)
      .map(({ title, meaning, advice, refs }) => {
        const parts = [bold(title), ...meaning, ...(advice === undefined ? [] : [advice])];
        const sources = refs.length === 0 ? [] : [dim(refs.join(', '))];
        return `${[...parts, ...sources].join('\n')}\n`;
      });
    if (format === 'json') terminal.out(`${jsonText({ version: 1, words: found }, 2)}\n`);
    else terminal.out(texts.join('\n'));
    for (const { word } of unknown) terminal.complain(`nothing is known about "${word}"`);
    return Promise.resolve(unknown.length > 0 ? EXIT.usage : EXIT.fine);
  },
};

/** Each operand alone, but for a reply that was given without quotes. */
function askedFor(operands: readonly string[]): readonly string[] {
  const whole = operands.join(' ');
  const isReply = operands.length > 1 && /^[2-5]\d\d(?:-|$)/.test(operands[0] ?? '');
  const isKnown = isReply && explanationOf(whole).some(({ kind }) => kind === 'server-text');
  return isKnown ? [whole] : operands;
}
