import { extensionOf } from '../../smtp/extensions.ts';
import { OFFER_VERBS } from '../../smtp/helloVerbs.ts';
import { isMasked } from '../clue/dialogueClues.ts';
import { CLOSING } from '../exampleParts.ts';
import { newKeywords } from './offeredKeywords.ts';
import { defineRule } from '../rule.ts';

/** An extension that a vendor made for itself. */
export const privateExtension = defineRule({
  id: 'private-extension',
  category: 'extension',
  severity: 'information',
  capture: 'off',
  message: '{kw}: private extension{product}.',
  why: 'Keywords that begin with X are nowhere defined: they work between programs that agreed on them. XCLIENT lets a client pass for another one and wants a new EHLO after its 220.',
  advice: 'Use it only between programs of the same make, and do not offer it to strangers.',
  refs: ['RFC 5321 §2.2.2', 'RFC 5321 §4.1.5'],
  offWhen: 'You look at servers of others; most private extensions are harmless.',
  on: 'exchange',
  verbs: OFFER_VERBS,
  clues: ['odd-keyword'],
  check(exchange, context) {
    for (const { keyword, at } of newKeywords(exchange, context)) {
      const known = extensionOf(keyword);
      const isPrivate = known === undefined ? keyword.startsWith('X') : known.status === 'vendor';
      // What a firewall painted over was something else.
      if (!isPrivate || isMasked(keyword)) continue;
      const product = known === undefined ? '' : ` (${known.ref})`;
      context.report({ at, values: { kw: keyword, product } });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 XCLIENT NAME ADDR
#~     ^^^^^^^ private-extension
C: XCLIENT ADDR=192.0.2.2
S: 220 mx.example
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
      // Said once, however often it is offered.
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-X-OWN
#~     ^^^^^ private-extension
S: 250 STARTTLS
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250-mx.example
S: 250 X-OWN
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
    ],
  },
});
