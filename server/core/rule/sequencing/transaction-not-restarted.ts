import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED, TEXT } from './exampleParts.ts';
import { mailBefore } from './repair.ts';
import { transactionFaults } from './transactionFaults.ts';

/** The next message begins without MAIL. */
export const transactionNotRestarted = defineRule({
  id: 'transaction-not-restarted',
  category: 'sequencing',
  severity: 'error',
  message: '{verb} after the message of line {line} was finished: each message needs its own MAIL.',
  why: 'The reply to the final dot clears sender, recipients and content, whether the message was accepted or not.',
  advice: 'Begin the next message with MAIL; EHLO is not needed again.',
  refs: ['RFC 5321 §4.1.1.4', 'RFC 5321 §4.1.4'],
  offWhen: 'You test how a server answers recipients without a sender.',
  on: 'session',
  clues: ['transaction-fault'],
  check(session, context) {
    for (const { exchange, kind, cause } of transactionFaults(session)) {
      if (kind !== 'transaction-not-restarted' || cause === undefined) continue;
      const { command } = exchange;
      context.report({
        at: command.verbSpan,
        values: { verb: command.verb, line: { line: cause.command.line.start } },
        related: [{ at: cause.command.span, message: 'This finished the message before.' }],
        fix: command.verb === 'RCPT' ? mailBefore(context, exchange) : undefined,
      });
    }
  },
  examples: {
    bad: [
      `${OPENED}
${ENVELOPE}
${DATA}
C: RCPT TO:<b@mx.example>
#~ ^^^^ transaction-not-restarted
S: 250 OK
${DATA}
${BYE}`,
      `${OPENED}
${ENVELOPE}
C: DATA
S: 354 Go on
${TEXT}
C: .
S: 451 Try again
C: DATA
#~ ^^^^ transaction-not-restarted
S: 503 MAIL first
${BYE}`,
    ],
    good: [`${OPENED}\n${ENVELOPE}\n${DATA}\n${ENVELOPE}\n${DATA}\n${BYE}`],
  },
});
