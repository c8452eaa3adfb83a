import type { Exchange } from '../../transcript/model.ts';
import { AFTER_CONTENT, DATA, HEADER, OPENING } from '../exampleParts.ts';
import { accepted } from '../replyOf.ts';
import { defineRule } from '../rule.ts';

const MAIL = `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
`;
const MESSAGE = `${DATA}${HEADER}C: \nC: hi\n${AFTER_CONTENT}`;

const rcpts = (count: number): string =>
  Array.from(
    { length: count },
    (_, at) => `C: RCPT TO:<b${String(at)}@mx.example>\nS: 250 OK\n`,
  ).join('');

/** More than other detectors let pass. */
const MOST = 1_000;

/** More recipients than servers usually take. */
export const tooManyRecipients = defineRule({
  id: 'too-many-recipients',
  category: 'address',
  severity: 'information',
  capture: 'hint',
  message: '{n} recipients in one transaction, more than {max}; a server need only take 100.',
  why: 'Every server has to take 100 recipients. Beyond that it may answer 452, and whoever counts recipients to find spam becomes suspicious.',
  advice: 'Send the rest in another transaction.',
  refs: ['RFC 5321 §4.5.3.1.8', 'RFC 5321 §4.5.3.1.10'],
  offWhen: 'Your server takes more, and only your own clients use it.',
  options: {
    most: {
      type: 'integer',
      default: MOST,
      minimum: 1,
      maximum: 1_000_000,
      description: 'How many recipients a transaction may have.',
    },
  },
  on: 'transaction',
  clues: ['recipients'],
  check({ recipients }, context) {
    const max = Number(context.option('most'));
    if (recipients.length <= max) return;
    const over = recipients[max];
    const taken = recipients.filter(accepted).length;
    // What the server says itself counts more, and limits-exceeded tells.
    if (over === undefined || taken <= max || toldLimit(over)) return;
    context.report({
      at: over.command.span,
      values: { n: recipients.length, max },
      related: recipients[0]
        ? [{ at: recipients[0].command.span, message: 'This is the first of them.' }]
        : [],
    });
  },
  examples: {
    bad: [
      `${MAIL}${rcpts(MOST)}C: RCPT TO:<c@mx.example>
#~ ^^^^^^^^^^^^^^^^^^^^^^ too-many-recipients
S: 250 OK
${MESSAGE}`,
    ],
    good: [
      `${MAIL}${rcpts(MOST)}${MESSAGE}`,
      `${MAIL.replace('250 mx.example', '250-mx.example\nS: 250 LIMITS RCPTMAX=5000')}${rcpts(MOST + 1)}${MESSAGE}`,
    ],
  },
});

function toldLimit({ known }: Exchange): boolean {
  return /\bRCPTMAX=/i.test(known.capabilities.get('LIMITS') ?? '');
}
