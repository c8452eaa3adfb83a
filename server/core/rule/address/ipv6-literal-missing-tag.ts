import { safeFix } from '../fixes.ts';
import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** An IPv6 address in brackets without its tag. */
export const ipv6LiteralMissingTag = defineRule({
  id: 'ipv6-literal-missing-tag',
  category: 'address',
  severity: 'error',
  message: 'An IPv6 literal needs the tag: [IPv6:{addr}].',
  why: 'Without the tag the text before the first colon reads as the name of an unknown address family.',
  advice: 'Write IPv6: behind the opening bracket.',
  refs: ['RFC 5321 §4.1.3'],
  offWhen: 'Your programs leave the tag out and your server wants it so.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'ipv6-literal-missing-tag')) {
      const at = { start: start + 1, end: start + 1 };
      const fix = exchange.command.raw ? undefined : safeFix('Insert IPv6:', at, 'IPv6:');
      const addr = context.text({ start: start + 1, end: end - 1 });
      context.report({ at: { start, end }, values: { addr }, fix });
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
C: RCPT TO:<b@[2001:db8::1]>
#~            ^^^^^^^^^^^^^ ipv6-literal-missing-tag
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
C: RCPT TO:<b@[IPv6:2001:db8::1]>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
