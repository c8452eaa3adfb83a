import { OFFER_VERBS } from '../../smtp/helloVerbs.ts';
import { CLOSING } from '../exampleParts.ts';
import { newKeywords } from './offeredKeywords.ts';
import { defineRule } from '../rule.ts';

/** An extension that had its day. */
export const extensionObsolete = defineRule({
  id: 'extension-obsolete',
  category: 'extension',
  severity: 'information',
  capture: 'hint',
  message: '{kw} is {status}.',
  why: 'No client uses the extension any more, and some of the old commands were security holes.',
  advice: 'Switch it off in the server, or offer what took its place.',
  refs: ['RFC 5321 §2.2.2', 'RFC 5321 Appendix F.1', 'RFC 5321 Appendix F.6', 'RFC 6531 §1.2'],
  offWhen: 'The server is not yours, or old clients still need it.',
  tags: ['deprecated'],
  on: 'exchange',
  verbs: OFFER_VERBS,
  clues: ['odd-keyword'],
  check(exchange, context) {
    for (const { keyword, at } of newKeywords(exchange, context)) {
      const status = STATUS.get(keyword);
      if (status === undefined) continue;
      context.report({ at, values: { kw: keyword, status } });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-TURN
#~     ^^^^ extension-obsolete
S: 250 UTF8SMTP
#~     ^^^^^^^^ extension-obsolete
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8BITMIME
S: 250 SMTPUTF8
${CLOSING}`,
    ],
  },
});

const FROM_821 = 'obsolete, a command of RFC 821';

/** What became of them. */
const STATUS: ReadonlyMap<string, string> = new Map([
  ['UTF8SMTP', 'obsolete; SMTPUTF8 took its place (RFC 6531)'],
  ['SUBMITTER', 'historic (RFC 4405)'],
  ['CHECKPOINT', 'experimental and not in use (RFC 1845)'],
  ['SEND', FROM_821],
  ['SOML', FROM_821],
  ['SAML', FROM_821],
  ['TURN', `${FROM_821} that lets anybody collect mail; ATRN took its place`],
  ['ONEX', 'an old command of one mail server'],
  ['VERB', 'an old debugging command of one mail server'],
]);
