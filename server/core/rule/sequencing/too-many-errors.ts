import { defineRule } from '../rule.ts';
import { BYE, OPENED } from './exampleParts.ts';
import { codeOf } from '../replyOf.ts';

const FEW = 20;

/** A client that does not get anything right. */
export const tooManyErrors = defineRule({
  id: 'too-many-errors',
  category: 'sequencing',
  severity: 'information',
  message: 'More than {n} commands of this session are refused as wrong or out of order.',
  why: 'Nobody in earnest goes on like this: it is a program that guesses, a scanner, or content that is read as commands. Servers hang up after some such errors.',
  advice: 'Look at the first of them; the others mostly follow from it.',
  refs: ['RFC 5321 §4.2.4', 'RFC 5321 §4.3.2'],
  offWhen: 'You send a server nonsense on purpose.',
  options: {
    most: {
      type: 'integer',
      default: FEW,
      minimum: 1,
      maximum: 100_000,
      description: 'How many such refusals are still nothing remarkable.',
    },
  },
  on: 'session',
  clues: ['refusal'],
  check(session, context) {
    const most = Number(context.option('most') ?? FEW);
    const wrong = session.exchanges.filter(exchange => {
      const code = codeOf(exchange);
      return code >= 500 && code <= 504;
    });
    const over = wrong[most];
    const [first] = wrong;
    if (over === undefined || first === undefined) return;
    context.report({
      at: over.command.line,
      values: { n: most },
      related: [{ at: first.command.line, message: 'The first of them.' }],
    });
  },
  examples: {
    bad: [
      `${OPENED}
${'C: HELP\nS: 502 Not here\n'.repeat(FEW)}C: HELP
#~ too-many-errors
S: 502 Not here
${BYE}`,
    ],
    good: [
      `${OPENED}
${'C: HELP\nS: 502 Not here\n'.repeat(FEW)}${BYE}`,
    ],
  },
});
