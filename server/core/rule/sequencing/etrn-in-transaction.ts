import { defineRule } from '../rule.ts';
import { BYE, openedWith } from './exampleParts.ts';
import { hopedForEnd } from './pending.ts';

/** A command that is for between transactions. */
export const etrnInTransaction = defineRule({
  id: 'etrn-in-transaction',
  category: 'sequencing',
  severity: 'error',
  message: '{verb} inside the transaction of line {line}.',
  why: 'Such a command is not allowed between MAIL and the end of the data; a server answers 503.',
  advice: 'Send it before MAIL, after the message, or after RSET.',
  refs: ['RFC 1985 §5'],
  offWhen: 'Your server takes these commands at any time and your clients rely on it.',
  on: 'exchange',
  verbs: ['ETRN', 'XCLIENT', 'XFORWARD'],
  clues: ['transaction-fault'],
  check(exchange, context) {
    const open = exchange.before.transaction;
    if (open === undefined || hopedForEnd(context.session, exchange)) return;
    const { verb, verbSpan } = exchange.command;
    context.report({
      at: verbSpan,
      values: { verb, line: { line: open.mail.command.line.start } },
      related: [{ at: open.mail.command.span, message: 'The transaction begins here.' }],
    });
  },
  examples: {
    bad: [
      `${openedWith('ETRN')}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: ETRN example.org
#~ ^^^^ etrn-in-transaction
S: 503 Not now
C: RSET
S: 250 OK
${BYE}`,
      `${openedWith('XFORWARD NAME ADDR')}
#~ private-extension
C: MAIL FROM:<a@client.example>
S: 250 OK
C: XFORWARD NAME=client.example
#~ ^^^^^^^^ etrn-in-transaction
S: 503 Not now
C: RSET
S: 250 OK
${BYE}`,
    ],
    good: [
      `${openedWith('ETRN')}
C: ETRN example.org
S: 250 OK, queuing for node example.org started
${BYE}`,
      `${openedWith('ETRN')}
C: MAIL FROM:<a@client.example>
S: 550 Not you
C: ETRN example.org
S: 250 OK, queuing for node example.org started
${BYE}`,
    ],
  },
});
