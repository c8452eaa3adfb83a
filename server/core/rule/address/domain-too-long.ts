import { LIMITS } from '../../smtp/limits.ts';
import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A domain or label that is too long. */
export const domainTooLong = defineRule({
  id: 'domain-too-long',
  category: 'address',
  severity: 'warning',
  message: '{what} has {n} octets, limit {max}.',
  why: 'A domain name has at most 255 octets and each of its labels 63; a longer label can never resolve.',
  advice: 'Correct the domain.',
  refs: ['RFC 5321 §4.5.3.1.2', 'RFC 1035 §2.3.4'],
  offWhen: 'You test the limits of a server.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end, octets, limit } of pathProblems(
      exchange,
      context,
      'domain-too-long',
    )) {
      const label = limit === LIMITS.label.value;
      context.report({
        at: { start, end },
        values: {
          what: label ? 'A label' : 'Domain',
          n: octets ?? end - start,
          max: limit ?? LIMITS.domain.value,
        },
        ...(label ? { severity: 'error' } : {}),
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
C: RCPT TO:<u@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example>
#~            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ domain-too-long
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
C: RCPT TO:<u@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc.dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd.example>
#~            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ domain-too-long
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
C: RCPT TO:<u@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
