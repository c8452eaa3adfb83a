import type { Transaction } from '../../transcript/model.ts';
import { tallyOf } from '../../transcript/tallyOf.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, CLOSING, OPENING, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { UNTIL_BDAT } from './exampleParts.ts';
import { accepted } from '../replyOf.ts';
import { defineRule } from '../rule.ts';

/** A message of no octets. */
export const emptyMessage = defineRule({
  id: 'empty-message',
  category: 'data',
  severity: 'warning',
  message: 'The message has no content at all.',
  why: 'A message needs a header with a date and an author; without any octet there is nothing that could be delivered or returned.',
  advice: 'Send a header, an empty line and the text, or give the transaction up with RSET.',
  refs: ['RFC 5321 §4.1.1.4', 'RFC 5322 §3.6'],
  offWhen: 'You probe servers with messages of no content.',
  on: 'transaction',
  clues: ['odd-content', 'chunks'],
  check(transaction, context) {
    const { final, recipients } = transaction;
    if (final === undefined || context.session.hidden.content) return;
    // After 354 for nobody, the dot alone is the way out (RFC 2920 §3.1).
    if (!recipients.some(accepted)) return;
    if (octetsOf(transaction, context) !== 0) return;
    const { content, command } = final;
    context.report({ at: content?.terminator?.span ?? command.span });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}C: .
#~ ^ empty-message
S: 250 OK
${CLOSING}`.replace('#~ ^ empty', '#~ empty'),
      `${UNTIL_BDAT}C: BDAT 0 LAST
#~ ^^^^^^^^^^^ empty-message
S: 250 OK
${CLOSING}`,
    ],
    good: [
      WHOLE,
      // The server asks for content although there is nobody to send it to.
      `${OPENING.replace('250 mx.example', '250-mx.example\nS: 250 PIPELINING')}C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
C: DATA
S: 250 OK
S: 550 No such user
S: 354 Go ahead
C: .
S: 554 No valid recipients
${CLOSING}`,
      `${UNTIL_CONTENT}C: Date: Sat, 21 Nov 2026 10:00:00 +0000
C: From: a@client.example
C: Message-ID: <1@client.example>
C: Subject: t
C: To: b@mx.example
C: 
${AFTER_CONTENT}`,
    ],
  },
});

/** All octets of the message; undefined where the transcript does not show them all. */
function octetsOf({ chunks, final }: Transaction, { chunk }: RuleContext): number | undefined {
  let octets = 0;
  for (const part of new Set([...chunks, ...(final ? [final] : [])])) {
    const { command, content } = part;
    if (command.verb === 'BDAT' && /^0+(?:[ \t]|$)/.test(argumentText(chunk, command.argument)))
      continue;
    if (content?.shown !== true || content.misplaced !== 'none') return undefined;
    if (content.how === 'data' && content.terminator === undefined) return undefined;
    octets += tallyOf(chunk, content).octets;
    if (octets > 0) return octets;
  }
  return octets;
}

function argumentText(
  { octets, scanner }: RuleContext['chunk'],
  { start, end }: { readonly start: number; readonly end: number },
): string {
  return scanner.latin1(octets, start, Math.min(end, start + 30));
}
