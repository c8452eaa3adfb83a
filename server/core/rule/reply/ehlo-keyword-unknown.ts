import { extensionOf } from '../../smtp/extensions.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { offeredLines } from './offeredLines.ts';

/** An extension that nobody registered. */
export const ehloKeywordUnknown = defineRule({
  id: 'ehlo-keyword-unknown',
  category: 'reply',
  severity: 'information',
  // Servers have their own; Exchange ends the list with "OK".
  capture: 'hint',
  message: '{kw} is not a registered extension.',
  why: 'Clients ignore keywords they do not know; one that is neither registered nor begins with X is a private one or a slip.',
  advice: 'Check the spelling; a private extension has a name that begins with X.',
  refs: ['RFC 5321 §2.2.2', 'RFC 5321 §4.1.1.1'],
  offWhen: 'Your servers have extensions of their own, or newer ones than this list.',
  on: 'reply',
  clues: ['odd-keyword'],
  check({ reply, to }, context) {
    if (to === undefined || to === 'connect' || reply.code !== 250) return;
    if (to.command.verb !== 'EHLO' && to.command.verb !== 'LHLO') return;
    for (const { keyword, at } of offeredLines(reply, context)) {
      if (keyword.startsWith('X') || extensionOf(keyword) !== undefined) continue;
      context.report({ at, values: { kw: context.text(at) } });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 FROBNICATE
#~     ^^^^^^^^^^ ehlo-keyword-unknown
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8bitmime
S: 250 size
${CLOSING}`,
    ],
  },
});
