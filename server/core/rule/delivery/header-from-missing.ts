import { pathTextOf } from '../../transcript/envelope.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { mailOf } from '../mailParams.ts';
import { defineRule } from '../rule.ts';
import { checkRequired } from './missingField.ts';

/** A message without an author. */
export const headerFromMissing = defineRule({
  id: 'header-from-missing',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: 'No From field.',
  why: 'A message has exactly one From field; without an author it cannot be authenticated, and most receivers refuse it.',
  advice: 'Add a From field with the author of the message.',
  refs: ['RFC 5322 §3.6'],
  offWhen: 'Messages are typed by hand only to see what the server says.',
  on: 'content',
  clues: ['odd-header'],
  check(node, context) {
    checkRequired(node, context, { name: 'From', value: senderOf(node.exchange, context) });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}C: Date: Sat, 21 Nov 2026 10:00:00 +0000
#~ ^^^^ header-from-missing
C: To: b@mx.example
C: Message-ID: <1@client.example>
C: Subject: t
C: 
C: hi
${AFTER_CONTENT}`,
    ],
    good: [WHOLE],
  },
});

/** The envelope sender, where it is plain enough to be copied into a header. */
function senderOf(exchange: Exchange, { chunk }: RuleContext): string | undefined {
  const mail = mailOf(exchange);
  if (mail === undefined || mail.command.raw) return undefined;
  const sender = pathTextOf(chunk, mail);
  return /^[\w.+=-]{1,64}@[A-Za-z0-9.-]{1,255}$/.test(sender) ? sender : undefined;
}
