import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A local-part over 64 octets. */
export const localPartTooLong = defineRule({
  id: 'local-part-too-long',
  category: 'address',
  severity: 'warning',
  message: 'Local-part has {n} octets, limit 64.',
  why: 'Every receiver has to take 64 octets; longer names exist, but may be refused. UTF-8 counts octets.',
  advice: 'Use a shorter local-part.',
  refs: ['RFC 5321 §4.5.3.1.1'],
  offWhen: 'Your addresses carry long tags (VERP, SRS) and your servers take them.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end, octets } of pathProblems(exchange, context, 'local-part-too-long')) {
      context.report({ at: { start, end }, values: { n: octets ?? end - start } });
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
C: RCPT TO:<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@mx.example>
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ local-part-too-long
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
C: RCPT TO:<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@mx.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
