import type { Exchange } from '../../transcript/model.ts';
import type { OpenTransaction } from '../../transcript/state.ts';
import type { RuleContext } from '../context.ts';
import { placeOf } from '../placeOf.ts';
import { defineRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED, TEXT, openedWith } from './exampleParts.ts';
import { hopedForEnd } from './pending.ts';
import { before, deletion } from './repair.ts';
import { refused } from '../replyOf.ts';

/** MAIL inside a transaction that another MAIL opened. */
export const nestedMail = defineRule({
  id: 'nested-mail',
  category: 'sequencing',
  severity: 'error',
  message: 'MAIL while the transaction of line {line} is still open.',
  why: 'A transaction has one sender; MAIL must not be sent again before it is finished or reset, and a server answers 503.',
  advice: 'Finish the transaction with DATA, or send RSET before this MAIL.',
  refs: ['RFC 5321 §4.1.4', 'RFC 5321 §3.3'],
  offWhen: 'The server is known to take a second MAIL for a new beginning.',
  on: 'exchange',
  verbs: ['MAIL'],
  clues: ['transaction-fault'],
  check(exchange, context) {
    const open = exchange.before.transaction;
    if (open === undefined || open.mail === exchange) return;
    // A pipelining client could not know that the transaction before this one would stay open.
    if (hopedForEnd(context.session, exchange)) return;
    const { command } = exchange;
    context.report({
      at: command.verbSpan,
      values: { line: { line: open.mail.command.line.start } },
      related: [{ at: open.mail.command.span, message: 'The open transaction begins here.' }],
      fix: fixOf(exchange, open, context),
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
      `${OPENED}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: EHLO client.example
S: 503 Once is enough
C: MAIL FROM:<c@client.example>
#~ ^^^^ nested-mail
S: 503 Sender already given
C: RSET
S: 250 OK
${BYE}`,
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
      `${OPENED}
${ENVELOPE}
C: EHLO client.example
#~ ^^^^ ehlo-aborts-transaction
S: 250 mx.example
${ENVELOPE}
C: DATA
S: 354 Go on
${TEXT}
C: .
S: 554 No
${ENVELOPE}
${DATA}
${BYE}`,
      `${openedWith('PIPELINING', 'CHUNKING')}
${ENVELOPE}
C: BDAT 0 LAST
#~ empty-message
C: MAIL FROM:<c@client.example>
S: 250 OK
S: 250 OK
C: RSET
S: 250 OK
${BYE}`,
      `${openedWith('PIPELINING')}
${ENVELOPE}
C: RSET
C: MAIL FROM:<c@client.example>
S: 452 Too busy
S: 503 Sender already given
C: RSET
S: 250 OK
${BYE}`,
    ],
  },
});

/** RSET would throw away what was accepted; where the server kept that, the second MAIL goes. */
function fixOf(exchange: Exchange, open: OpenTransaction, context: RuleContext): Fix | undefined {
  const goesOn = open.acceptedCount > 0 || !hasRecipients(exchange, context);
  if (refused(exchange) && goesOn) return deletion(context, exchange);
  return before(context, exchange, 'Insert RSET before this MAIL', [
    ['client', 'RSET'],
    ['server', '250 OK'],
  ]);
}

function hasRecipients(exchange: Exchange, { session }: RuleContext): boolean {
  return session.exchanges[placeOf(session, exchange) + 1]?.command.verb === 'RCPT';
}
