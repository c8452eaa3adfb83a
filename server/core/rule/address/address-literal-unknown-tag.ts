import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** An address literal of an unknown family. */
export const addressLiteralUnknownTag = defineRule({
  id: 'address-literal-unknown-tag',
  category: 'address',
  severity: 'warning',
  message: 'The literal tag "{tag}" is not registered.',
  why: 'Tags of address literals come from standards; only IPv6 is registered.',
  advice: 'Use an IPv4 or IPv6 literal.',
  refs: ['RFC 5321 §4.1.3'],
  offWhen: 'Your network has a tag of its own.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    const { domain } = context.envelope(exchange).path.path;
    for (const { start, end } of pathProblems(exchange, context, 'address-literal-unknown-tag')) {
      const at =
        domain?.kind === 'address-literal' ? (domain.tag ?? { start, end }) : { start, end };
      context.report({ at, values: { tag: context.text(at) } });
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
C: RCPT TO:<b@[x400:abc]>
#~             ^^^^ address-literal-unknown-tag
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
C: RCPT TO:<b@[IPv6:::1]>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
