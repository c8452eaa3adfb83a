import { safeFix } from '../fixes.ts';
import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A quoted local-part that needs no quotes. */
export const unneededQuoting = defineRule({
  id: 'unneeded-quoting',
  category: 'address',
  severity: 'hint',
  message: 'The quotes are not needed.',
  why: 'Quoted and unquoted form name the same mailbox; the form with the least quoting should be sent.',
  advice: 'Leave the quotes and backslashes out.',
  refs: ['RFC 5321 §4.1.2'],
  offWhen: 'Your program quotes every local-part, which is legal.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'unneeded-quoting')) {
      const at = { start, end };
      const plain = context.text(at).slice(1, -1).replace(/\\(.)/g, '$1');
      context.report({
        at,
        fix: exchange.command.raw ? undefined : safeFix('Leave the quotes out', at, plain),
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
C: RCPT TO:<"bob"@mx.example>
#~          ^^^^^ unneeded-quoting
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
C: RCPT TO:<"b\\ob"@mx.example>
#~          ^^^^^^ unneeded-quoting
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
C: RCPT TO:<bob@mx.example>
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
C: RCPT TO:<"b..b"@mx.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
