import { pathProblems } from '../address/pathProblems.ts';
import { splitRecipients } from './splitRecipients.ts';
import { defineRule } from '../rule.ts';

/** More than one address in one RCPT. */
export const multipleRecipientsInRcpt = defineRule({
  id: 'multiple-recipients-in-rcpt',
  category: 'syntax',
  severity: 'error',
  message: 'RCPT takes one recipient; {n} found.',
  why: 'Each recipient gets its own reply, so each needs its own command; a server refuses the list.',
  advice: 'Send one RCPT for each address.',
  refs: ['RFC 5321 §4.1.1.3', 'RFC 5321 §3.3'],
  offWhen: 'Your server takes a list of recipients in one RCPT.',
  on: 'exchange',
  verbs: ['RCPT'],
  clues: ['odd-path'],
  check(exchange, context) {
    for (const problem of pathProblems(exchange, context, 'multiple-recipients')) {
      context.report({
        at: { start: problem.start, end: problem.end },
        values: { n: problem.count ?? 2 },
        fix: splitRecipients(exchange, context, problem),
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
C: RCPT TO:<b@mx.example>,<c@mx.example>
#~                       ^^^^^^^^^^^^^^^ multiple-recipients-in-rcpt
S: 501 One at a time
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
C: RCPT TO:<b@mx.example,c@mx.example> NOTIFY=NEVER
#~                      ^^^^^^^^^^^^^ multiple-recipients-in-rcpt
S: 501 One at a time
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
S: 250-mx.example
S: 250 DSN
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<"a,b"@mx.example> NOTIFY=SUCCESS,DELAY
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
