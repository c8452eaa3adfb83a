import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED, openedWith } from './exampleParts.ts';
import { before } from './repair.ts';
import { transactionFaults } from './transactionFaults.ts';

/** A message without a recipient. */
export const dataBeforeRcpt = defineRule({
  id: 'data-before-rcpt',
  category: 'sequencing',
  severity: 'error',
  message: '{verb} without any RCPT.',
  why: 'A message needs at least one recipient before its content; a server answers 503 or 554.',
  advice: 'Name a recipient with RCPT before the content.',
  refs: ['RFC 5321 §3.3', 'RFC 5321 §4.1.4'],
  offWhen: 'You test how a server answers DATA without recipients.',
  on: 'session',
  clues: ['transaction-fault'],
  check(session, context) {
    for (const { exchange, kind, cause } of transactionFaults(session)) {
      if (kind !== 'data-before-rcpt') continue;
      const { command } = exchange;
      const open = exchange.before.transaction !== undefined;
      context.report({
        at: command.verbSpan,
        values: { verb: command.verb },
        related: cause ? [{ at: cause.command.span, message: 'Only a sender was given.' }] : [],
        // Without a transaction a recipient alone would not help.
        fix: open
          ? before(context, exchange, `Insert RCPT before this ${command.verb}`, [
              ['client', 'RCPT TO:<recipient@mx.example>'],
              ['server', '250 OK'],
            ])
          : undefined,
      });
    }
  },
  examples: {
    bad: [
      `${OPENED}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: DATA
#~ ^^^^ data-before-rcpt
S: 503 RCPT first
${BYE}`,
      `${OPENED}
C: DATA
#~ ^^^^ data-before-rcpt
S: 503 MAIL first
${BYE}`,
    ],
    good: [
      `${OPENED}\n${ENVELOPE}\n${DATA}\n${BYE}`,
      `${openedWith('PIPELINING')}
C: MAIL FROM:<a@client.example>
C: RCPT TO:<x@mx.example>
C: DATA
S: 250 OK
S: 550 No such user
S: 554 No valid recipients
C: RSET
S: 250 OK
${BYE}`,
    ],
  },
});
