import { safeFix } from '../fixes.ts';
import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** An address without one or both of its angle brackets. */
export const pathBracketsMissing = defineRule({
  id: 'path-brackets-missing',
  category: 'address',
  severity: 'error',
  message: 'The address must stand in angle brackets.',
  why: 'A path is "<", the mailbox and ">". Some servers take a bare address, the others answer 501.',
  advice: 'Put the address between < and >.',
  refs: ['RFC 5321 §4.1.2', 'RFC 5321 §3.3'],
  offWhen: 'Your server takes bare addresses, as many do.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    const { path } = context.envelope(exchange).path;
    for (const { start, end } of pathProblems(exchange, context, 'path-brackets-missing')) {
      const at = { start, end };
      const text = context.text(at).replace(/^<|>$/g, '');
      const fixable = path.kind !== 'broken' && !exchange.command.raw;
      const fix = fixable ? safeFix('Add the brackets', at, `<${text}>`) : undefined;
      context.report({ at, fix });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:a@client.example
#~           ^^^^^^^^^^^^^^^^ path-brackets-missing
S: 553 Bad address
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example
#~         ^^^^^^^^^^^^^ path-brackets-missing
S: 553 Bad address
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 DSN
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:b@mx.example> NOTIFY=NEVER
#~         ^^^^^^^^^^^^^ path-brackets-missing
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
