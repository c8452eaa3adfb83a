import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A local-part that some hosts read as a route. */
export const routingInLocalPart = defineRule({
  id: 'routing-in-local-part',
  category: 'address',
  severity: 'information',
  message: '"%" or "!" routing in the local-part.',
  why: 'The characters are legal, but some hosts read them as a wish to relay, and tests for open relays use them.',
  advice: 'Address the mailbox at its own domain.',
  refs: ['RFC 1123 §5.2.16'],
  offWhen: 'Your addresses have "%" or "!" in their names for other reasons.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'routing-in-local-part')) {
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
C: RCPT TO:<u%other.example@mx.example>
#~           ^ routing-in-local-part
S: 550 Relaying denied
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
C: RCPT TO:<SRS0=x=y=z.example=u+1@mx.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
