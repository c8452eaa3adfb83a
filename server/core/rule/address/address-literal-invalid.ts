import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** An address literal that is no address. */
export const addressLiteralInvalid = defineRule({
  id: 'address-literal-invalid',
  category: 'address',
  severity: 'error',
  message: 'Invalid address literal: {reason}.',
  why: 'A literal is an IPv4 address of four numbers from 0 to 255, or "IPv6:" and an address without zone.',
  advice: 'Correct the address in the brackets.',
  refs: ['RFC 5321 §4.1.3'],
  offWhen: 'You test how a server answers malformed addresses.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end, reason } of pathProblems(
      exchange,
      context,
      'address-literal-invalid',
    )) {
      context.report({ at: { start, end }, values: { reason } });
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
C: RCPT TO:<b@[192.0.2.300]>
#~            ^^^^^^^^^^^^^ address-literal-invalid
S: 553 Bad address
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
C: RCPT TO:<b@[IPv6:fe80::1%eth0]>
#~            ^^^^^^^^^^^^^^^^^^^ address-literal-invalid
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
C: RCPT TO:<b@[192.0.2.030]>
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
C: RCPT TO:<b@[ipv6:2001:db8::1]>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
