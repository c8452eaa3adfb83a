import { defineRule } from '../rule.ts';
import { BYE, ENVELOPE, TEXT, openedWith } from './exampleParts.ts';
import { transactionFaults } from './transactionFaults.ts';

/** A chunk for a message that is complete. */
export const bdatAfterLast = defineRule({
  id: 'bdat-after-last',
  category: 'sequencing',
  severity: 'error',
  message: 'BDAT after BDAT LAST without a new MAIL.',
  why: 'LAST ends the message and its transaction; the server must answer a further chunk with 503, after which RSET is due.',
  advice: 'Put LAST on the last chunk only, and begin the next message with MAIL.',
  refs: ['RFC 3030 §2'],
  offWhen: 'You test how a server answers chunks that come too late.',
  on: 'session',
  clues: ['transaction-fault'],
  check(session, context) {
    for (const { exchange, kind, cause } of transactionFaults(session)) {
      if (kind !== 'bdat-after-last') continue;
      context.report({
        at: exchange.command.verbSpan,
        related: cause ? [{ at: cause.command.span, message: 'This chunk was the last.' }] : [],
      });
    }
  },
  examples: {
    bad: [
      `${openedWith('CHUNKING')}
${ENVELOPE}
C: BDAT 131 LAST
${TEXT}
S: 250 OK
C: BDAT 4 LAST
#~ ^^^^ bdat-after-last
C: hi
S: 503 No transaction
C: RSET
S: 250 OK
${BYE}`,
    ],
    good: [
      `${openedWith('CHUNKING')}
${ENVELOPE}
C: BDAT 131 LAST
${TEXT}
S: 250 OK
${ENVELOPE}
C: BDAT 131 LAST
${TEXT}
S: 250 OK
${BYE}`,
    ],
  },
});
