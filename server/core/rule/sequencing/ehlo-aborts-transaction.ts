import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED } from './exampleParts.ts';
import { accepted } from '../replyOf.ts';

/** Another hello in the middle of a transaction. */
export const ehloAbortsTransaction = defineRule({
  id: 'ehlo-aborts-transaction',
  category: 'sequencing',
  severity: 'information',
  message: '{verb} in the open transaction of line {line} discards {what}.',
  why: 'An accepted hello clears everything as RSET does, so the sender and the recipients so far are forgotten.',
  advice: 'Say it before MAIL, or send RSET where the transaction is to be given up.',
  refs: ['RFC 5321 §4.1.4'],
  offWhen: 'Your client uses EHLO to start over on purpose.',
  on: 'exchange',
  verbs: ['EHLO', 'HELO', 'LHLO'],
  clues: ['transaction-fault'],
  check(exchange, context) {
    const open = exchange.before.transaction;
    if (open === undefined || !accepted(exchange)) return;
    const { mail, acceptedCount } = open;
    const { verb, verbSpan } = exchange.command;
    context.report({
      at: verbSpan,
      values: { verb, what: lostOf(acceptedCount), line: { line: mail.command.line.start } },
      related: [{ at: mail.command.span, message: 'This transaction is lost.' }],
    });
  },
  examples: {
    bad: [
      `${OPENED}
${ENVELOPE}
C: EHLO client.example
#~ ^^^^ ehlo-aborts-transaction
S: 250 mx.example
${BYE}`,
    ],
    good: [
      `${OPENED}\n${ENVELOPE}\n${DATA}\nC: EHLO client.example\nS: 250 mx.example\n${BYE}`,
      // Refused, it changes nothing.
      `${OPENED}
${ENVELOPE}
C: EHLO client.example
S: 503 Once is enough
${DATA}
${BYE}`,
    ],
  },
});

function lostOf(recipients: number): string {
  if (recipients === 0) return 'its sender';
  return recipients === 1 ? 'its recipient' : `its ${String(recipients)} recipients`;
}
