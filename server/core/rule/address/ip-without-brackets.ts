import { isIpv4 } from '../../smtp/ipv6.ts';
import { unsafeFix } from '../fixes.ts';
import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A domain that is an IP address. */
export const ipWithoutBrackets = defineRule({
  id: 'ip-without-brackets',
  category: 'address',
  severity: 'warning',
  message: '"{domain}" looks like an IP address; a literal needs brackets.',
  why: 'Without brackets the numbers are the labels of a domain, which cannot resolve.',
  advice: 'Put the address in brackets.',
  refs: ['RFC 5321 §4.1.2', 'RFC 5321 §4.1.3'],
  offWhen: 'Your server takes bare addresses.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end } of pathProblems(exchange, context, 'ip-without-brackets')) {
      const at = { start, end };
      const domain = context.text(at);
      const fixable = isIpv4(domain) && !exchange.command.raw;
      const fix = fixable ? unsafeFix('Add the brackets', at, `[${domain}]`) : undefined;
      context.report({ at, values: { domain }, fix });
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
C: RCPT TO:<b@192.0.2.1>
#~            ^^^^^^^^^ ip-without-brackets
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
C: RCPT TO:<b@[192.0.2.1]>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
