import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, openedWith } from './exampleParts.ts';
import { before } from './repair.ts';
import { refused } from '../replyOf.ts';

/** STARTTLS between MAIL and the end of the message. */
export const starttlsInTransaction = defineRule({
  id: 'starttls-in-transaction',
  category: 'sequencing',
  severity: 'warning',
  message: 'STARTTLS inside the transaction of line {line} throws the transaction away.',
  why: 'With TLS the session starts over, so sender and recipients are lost; some servers refuse with 503 instead.',
  advice: 'Start TLS before MAIL.',
  refs: ['RFC 3207 §4.2'],
  offWhen: 'You test what a server does with the transaction.',
  on: 'exchange',
  verbs: ['STARTTLS'],
  clues: ['tls'],
  check(exchange, context) {
    const open = exchange.before.transaction;
    if (open === undefined || refused(exchange)) return;
    context.report({
      at: exchange.command.verbSpan,
      values: { line: { line: open.mail.command.line.start } },
      related: [{ at: open.mail.command.span, message: 'This transaction is lost.' }],
      // What TLS was to protect cannot be moved under it: EHLO and MAIL would have to follow.
      fix: before(context, exchange, 'Insert RSET before this STARTTLS', [
        ['client', 'RSET'],
        ['server', '250 OK'],
      ]),
    });
  },
  examples: {
    bad: [
      `${openedWith('STARTTLS')}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: STARTTLS
#~ ^^^^^^^^ starttls-in-transaction
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250 mx.example
${ENVELOPE}
${DATA}
${BYE}`,
    ],
    good: [
      `${openedWith('STARTTLS')}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RSET
S: 250 OK
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250 mx.example
${ENVELOPE}
${DATA}
${BYE}`,
    ],
  },
});
