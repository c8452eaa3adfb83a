import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A local-part without a domain. */
export const localNameOnly = defineRule({
  id: 'local-name-only',
  category: 'address',
  severity: 'error',
  message: '"{text}" has no domain.',
  why: 'A mailbox is a local-part, "@" and a domain. Only Postmaster may stand alone, and only in RCPT.',
  advice: 'Add "@" and the domain.',
  refs: ['RFC 5321 §4.1.2', 'RFC 5321 §2.3.5'],
  offWhen: 'Your server completes names without domain, as local delivery often does.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    // Sites that deliver by LMTP name their users so.
    const lmtp = exchange.before.protocol === 'LMTP';
    for (const { start, end } of pathProblems(exchange, context, 'local-name-only')) {
      context.report({
        at: { start, end },
        values: { text: context.text({ start, end }) },
        ...(lmtp ? { severity: 'warning' } : {}),
      });
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
C: RCPT TO:<bob>
#~          ^^^ local-name-only
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
C: RCPT TO:<postMaster>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<bob@mx.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
