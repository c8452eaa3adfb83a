import type { RuleContext } from '../context.ts';
import type { Related } from '../rule.ts';
import type { Exchange } from '../../transcript/model.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED, openedWith } from './exampleParts.ts';
import { mailBefore } from './repair.ts';
import { accepted } from '../replyOf.ts';
import { transactionFaults } from './transactionFaults.ts';

/** A recipient without a sender before it. */
export const rcptBeforeMail = defineRule({
  id: 'rcpt-before-mail',
  category: 'sequencing',
  severity: 'error',
  message: 'RCPT without an open transaction.',
  why: 'A transaction is MAIL, then RCPT, then DATA; without an accepted MAIL there is nothing to add a recipient to.',
  advice: 'Send MAIL first and go on only when it was accepted.',
  refs: ['RFC 5321 §3.3', 'RFC 5321 §4.1.4'],
  offWhen: 'You test how a server answers RCPT at the wrong time.',
  on: 'session',
  clues: ['transaction-fault'],
  check(session, context) {
    for (const { exchange, kind, cause } of transactionFaults(session)) {
      if (kind !== 'rcpt-before-mail') continue;
      context.report({
        at: exchange.command.verbSpan,
        ...(cause && mayBePipelined(context, exchange) ? { severity: 'information' as const } : {}),
        related: [...refusedMail(cause), ...wrongReply(exchange)],
        fix: mailBefore(context, exchange),
      });
    }
  },
  examples: {
    bad: [
      `${OPENED}
C: RCPT TO:<b@mx.example>
#~ ^^^^ rcpt-before-mail
S: 503 MAIL first
C: RCPT TO:<c@mx.example>
S: 503 MAIL first
C: RSET
S: 250 OK
${BYE}`,
      `${OPENED}
C: MAIL FROM:<a@client.example>
S: 550 Not you
C: RCPT TO:<b@mx.example>
#~ ^^^^ rcpt-before-mail
S: 503 MAIL first
C: RSET
S: 250 OK
${BYE}`,
    ],
    good: [
      `${OPENED}\n${ENVELOPE}\n${DATA}\n${BYE}`,
      `${openedWith('PIPELINING')}
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
C: DATA
S: 550 Not you
S: 503 MAIL first
S: 503 MAIL first
${BYE}`,
    ],
  },
});

function refusedMail(mail: Exchange | undefined): Related[] {
  return mail ? [{ at: mail.command.span, message: 'This MAIL was refused.' }] : [];
}

/** The server is to blame as well. */
function wrongReply(exchange: Exchange): Related[] {
  const [reply] = exchange.replies;
  if (reply === undefined || !accepted(exchange)) return [];
  return [{ at: reply.span, message: 'A server should answer 503 here.' }];
}

/** A log shows each command when it is read, so that a pipelined RCPT looks like a late one. */
function mayBePipelined({ chunk }: RuleContext, { known }: Exchange): boolean {
  return chunk.dialect !== 'smtp' && known.capabilities.has('PIPELINING');
}
