import { explanationOf } from '../core/feature/explain.ts';
import type { Explanation } from '../core/feature/explain.ts';
import { explainableWords } from '../core/feature/explainable.ts';
import { suggestName } from '../core/smtp/suggest.ts';
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
    'explain "550 5.7.1 Relay access denied", is explained by its text as well, and a command with',
    'its parameters.',
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
    for (const { word } of unknown) terminal.complain(unknownText(word));
    return Promise.resolve(unknown.length > 0 ? EXIT.usage : EXIT.fine);
  },
};

/** Each operand alone, but for a reply or a command that was given without quotes. */
function askedFor(operands: readonly string[]): readonly string[] {
  const whole = operands.join(' ');
  const [first, ...others] = operands.length > 1 ? explanationOf(whole) : [];
  if (first === undefined) return operands;
  const isKnownText = [first, ...others].some(({ kind }) => kind === 'server-text');
  const isMoreThanWords = operands.some(word => explanationOf(word).length === 0);
  const isLine = LINE_BEGINS.has(first.kind) && explanationOf(operands[0] ?? '').length > 0;
  return isKnownText || (isLine && isMoreThanWords) ? [whole] : operands;
}

const LINE_BEGINS: ReadonlySet<Explanation['kind']> = new Set(['verb', 'reply-code']);
const LONGEST_SHOWN = 60;

function unknownText(word: string): string {
  const shown = word.length > LONGEST_SHOWN ? `${word.slice(0, LONGEST_SHOWN)}…` : word;
  const near = suggestName(
    word,
    explainableWords().map(known => known.word),
  );
  const hint = near === undefined ? '' : `; did you mean "${near}"?`;
  return `nothing is known about "${shown}"${hint}`;
}
