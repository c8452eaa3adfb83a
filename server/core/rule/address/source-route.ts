import { unsafeFix } from '../fixes.ts';
import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A source route. */
export const sourceRoute = defineRule({
  id: 'source-route',
  category: 'address',
  severity: 'information',
  message: 'Source route before the mailbox: accepted, ignored, not to be generated.',
  why: 'Routes come from the time before MX records. Servers must understand the syntax and should ignore it.',
  advice: 'Send the mailbox alone.',
  refs: ['RFC 5321 §4.1.1.3', 'RFC 5321 Appendix C', 'RFC 5321 Appendix F.2'],
  offWhen: 'You look at old sessions, or test that routes are understood.',
  tags: ['deprecated'],
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'source-route')) {
      const at = { start, end };
      const fix = exchange.command.raw ? undefined : unsafeFix('Delete the route', at, '');
      const mail = exchange.command.verb === 'MAIL';
      context.report({ at, fix, ...(mail ? { severity: 'warning' } : {}) });
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
C: RCPT TO:<@relay.example:b@mx.example>
#~          ^^^^^^^^^^^^^^^ source-route
S: 250 OK
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
