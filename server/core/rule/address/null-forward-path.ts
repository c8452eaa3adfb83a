import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** RCPT TO:<>. */
export const nullForwardPath = defineRule({
  id: 'null-forward-path',
  category: 'address',
  severity: 'error',
  message: 'RCPT may not have the empty path.',
  why: '"<>" is a reverse-path: it marks a message that must not bounce. A recipient is always a mailbox.',
  advice: 'Name the recipient.',
  refs: ['RFC 5321 §4.1.2'],
  offWhen: 'You test how a server answers an empty recipient.',
  on: 'exchange',
  verbs: ['RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'null-forward-path')) {
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
C: RCPT TO:<>
#~         ^^ null-forward-path
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
C: MAIL FROM:<>
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
