import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A domain of a single label. */
export const domainNotFqdn = defineRule({
  id: 'domain-not-fqdn',
  category: 'address',
  severity: 'warning',
  capture: 'information',
  message: '"{domain}" is not fully qualified.',
  why: 'Local names mean nothing elsewhere and must not appear in SMTP.',
  advice: 'Write the full domain name.',
  refs: ['RFC 5321 §2.3.5'],
  offWhen: 'Your transcripts come from a lab with names such as localhost.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'domain-not-fqdn')) {
      context.report({ at: { start, end }, values: { domain: context.text({ start, end }) } });
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
C: RCPT TO:<b@localhost>
#~            ^^^^^^^^^ domain-not-fqdn
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
C: RCPT TO:<Postmaster>
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
