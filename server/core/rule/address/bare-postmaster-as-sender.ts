import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** MAIL FROM:<Postmaster>. */
export const barePostmasterAsSender = defineRule({
  id: 'bare-postmaster-as-sender',
  category: 'address',
  severity: 'error',
  message: '<Postmaster> without domain is allowed in RCPT only.',
  why: 'The exception stands in the grammar of RCPT; as a sender the name cannot be answered.',
  advice: 'Add "@" and the domain.',
  refs: ['RFC 5321 §4.1.1.3', 'RFC 5321 §2.3.5'],
  offWhen: 'Your server completes names without domain.',
  on: 'exchange',
  verbs: ['MAIL'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'bare-postmaster-as-sender')) {
      context.report({ at: { start, end } });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<Postmaster>
#~            ^^^^^^^^^^ bare-postmaster-as-sender
S: 553 Bad address
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
C: RCPT TO:<POSTMASTER>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
