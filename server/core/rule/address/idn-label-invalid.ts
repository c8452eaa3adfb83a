import { pathProblems } from './pathProblems.ts';
import { defineRule } from '../rule.ts';

/** A non-ASCII label that IDNA2008 does not allow. */
export const idnLabelInvalid = defineRule({
  id: 'idn-label-invalid',
  category: 'address',
  severity: 'error',
  message: '"{label}" is not a valid U-label: {reason}.',
  why: 'Internationalized names follow IDNA2008: normalized (NFC), lower case, letters and digits but no symbols or emoji.',
  advice: 'Write the name in its registered form, or as an A-label.',
  refs: ['RFC 6531 §3.3', 'RFC 5890 §2.3.2.1'],
  offWhen: 'Your domains follow older rules for names, as some with emoji do.',
  silences: { line: ['address-non-ascii', 'non-ascii-in-command'] },
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const { start, end, reason } of pathProblems(exchange, context, 'idn-label-invalid')) {
      context.report({
        at: { start, end },
        values: { label: context.text({ start, end }), reason },
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
C: RCPT TO:<u@☃.example>
#~ idn-label-invalid
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
S: 250-8BITMIME
S: 250 SMTPUTF8
C: MAIL FROM:<a@Bücher.example> SMTPUTF8
#~ idn-label-invalid
S: 553 Bad address
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8BITMIME
S: 250 SMTPUTF8
C: MAIL FROM:<a@bücher.example> SMTPUTF8
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
