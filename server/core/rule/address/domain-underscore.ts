import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** An underscore in the domain of an address. */
export const domainUnderscore = defineRule({
  id: 'domain-underscore',
  category: 'address',
  severity: 'error',
  message: 'Underscore in a domain name.',
  why: 'Host names in mail have letters, digits and hyphens; the server has to refuse anything else with 501.',
  advice: 'Use the real name of the host.',
  refs: ['RFC 5321 §4.1.2'],
  offWhen: 'Names with underscores are in use in your network.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'domain-underscore')) {
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
C: RCPT TO:<b@my_host.example>
#~              ^ domain-underscore
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
C: RCPT TO:<b_c@my-host.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
