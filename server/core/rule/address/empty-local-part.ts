import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** The local-part "". */
export const emptyLocalPart = defineRule({
  id: 'empty-local-part',
  category: 'address',
  severity: 'warning',
  message: 'The local-part is an empty quoted string.',
  why: 'The grammar allows it, but nearly every server refuses it.',
  advice: 'Name the mailbox.',
  refs: ['RFC 5321 §4.1.2'],
  offWhen: 'Such a mailbox exists with you.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'empty-local-part')) {
      context.report({ at: { start, end } });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<""@mx.example>
#~          ^^ empty-local-part
S: 553 Bad address
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
