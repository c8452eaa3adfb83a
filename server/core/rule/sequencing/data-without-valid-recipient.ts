import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { plainReply } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { BYE, DATA, OPENED, openedWith } from './exampleParts.ts';
import { transactionFaults } from './transactionFaults.ts';

/** Content for nobody, although the client knew. */
export const dataWithoutValidRecipient = defineRule({
  id: 'data-without-valid-recipient',
  category: 'sequencing',
  severity: 'warning',
  // A server's log does not show whether DATA was pipelined, and then it is right.
  capture: 'information',
  message: '{verb} although no recipient was accepted.',
  why: 'With every RCPT refused there is nobody to deliver to, so the server can only answer 503 or 554; a client that waited for the replies knows that.',
  advice: 'Send RSET or QUIT once all recipients were refused.',
  refs: ['RFC 5321 §3.3', 'RFC 2920 §3.1'],
  offWhen: 'Your client always goes on to DATA and leaves it to the server to refuse.',
  on: 'session',
  clues: ['transaction-fault'],
  check(session, context) {
    for (const { exchange, kind, cause } of transactionFaults(session)) {
      if (kind !== 'data-without-valid-recipient') continue;
      const { command } = exchange;
      context.report({
        at: command.verbSpan,
        values: { verb: command.verb },
        related: cause ? [{ at: cause.command.span, message: 'The last refused recipient.' }] : [],
        fix: resetInstead(exchange, context),
      });
    }
  },
  examples: {
    bad: [
      `${OPENED}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<x@mx.example>
S: 550 No such user
C: DATA
#~ ^^^^ data-without-valid-recipient
S: 554 No valid recipients
${BYE}`,
    ],
    good: [
      `${OPENED}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<x@mx.example>
S: 550 No such user
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}
${BYE}`,
      `${openedWith('PIPELINING')}
C: MAIL FROM:<a@client.example>
C: RCPT TO:<x@mx.example>
C: DATA
S: 250 OK
S: 550 No such user
S: 354 Go on
C: .
S: 554 No valid recipients
${BYE}`,
    ],
  },
});

/** RSET in its place, with the reply that RSET has. */
function resetInstead(exchange: Exchange, context: RuleContext): Fix | undefined {
  const { command, content, replies } = exchange;
  if (command.verb !== 'DATA' || command.raw || content !== undefined) return undefined;
  const edits = [{ at: command.span, text: 'RSET' }];
  const [line, ...more] = replies[0]?.lines ?? [];
  // A log marks its refusals with more than their code.
  if (line !== undefined && context.chunk.dialect === 'smtp') {
    if (more.length > 0 || line.raw) return undefined;
    edits.push({ at: line.span, text: plainReply(context, '250 OK') });
  }
  return { title: 'Replace DATA by RSET', safe: false, edits };
}
