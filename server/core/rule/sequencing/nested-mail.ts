import { insertBefore } from '../fixes.ts';
import { defineRule } from '../rule.ts';

/** MAIL inside a transaction that another MAIL opened. */
export const nestedMail = defineRule({
  id: 'nested-mail',
  category: 'sequencing',
  severity: 'error',
  message: 'MAIL while the transaction of line {line} is still open.',
  why: 'A transaction has one sender; MAIL must not be sent again before it is finished or reset, and a server answers 503.',
  advice: 'Finish the transaction with DATA, or send RSET before this MAIL.',
  refs: ['RFC 5321 §4.1.4', 'RFC 5321 §3.3'],
  on: 'exchange',
  verbs: ['MAIL'],
  check(exchange, context) {
    // A pipelining client could not know that the transaction before this one failed to close.
    const open = exchange.before.transaction;
    if (open === undefined || open.mail === exchange) return;
    const { command } = exchange;
    context.report({
      at: command.verbSpan,
      values: { line: { line: open.mail.command.line.start } },
      related: [{ at: open.mail.command.span, message: 'The open transaction begins here.' }],
      fix: insertBefore(context, 'Insert RSET before this MAIL', command.line.start, [
        ['client', 'RSET'],
        ['server', '250 OK'],
      ]),
    });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: MAIL FROM:<c@client.example>
#~ ^^^^ nested-mail
S: 503 Sender already given
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
S: 550 Not you
C: MAIL FROM:<c@client.example>
S: 250 OK
C: RSET
S: 250 OK
C: MAIL FROM:<d@client.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
