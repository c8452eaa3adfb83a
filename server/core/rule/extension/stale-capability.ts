import { relatedOffer } from './helloBefore.ts';
import { offerOf } from './offerOf.ts';
import { usedByParams, usedByVerb } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** An extension that was offered before TLS only. */
export const staleCapability = defineRule({
  id: 'stale-capability',
  category: 'extension',
  severity: 'error',
  message: '{kw} was offered before TLS only; the list now in force lacks it.',
  why: 'Whatever was learned before TLS may be forged and must be forgotten; only the newest EHLO reply counts.',
  advice: 'Go by the EHLO reply after TLS.',
  refs: ['RFC 3207 §4.2'],
  offWhen: 'Your server offers less after TLS than it takes.',
  on: 'exchange',
  clues: ['stale-offer'],
  check(exchange, context) {
    const verb = exchange.command.verb === 'STARTTLS' ? undefined : usedByVerb(exchange);
    for (const { at, keywords } of [...(verb ? [verb] : []), ...usedByParams(exchange, context)]) {
      if (offerOf(exchange, keywords) !== 'stale') continue;
      const related = relatedOffer(context, exchange);
      context.report({ at, values: { kw: keywords.join(' or ') }, related });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-STARTTLS
S: 250 SIZE
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example> SIZE=1
#~                              ^^^^^^ stale-capability
S: 555 No
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-STARTTLS
S: 250 AUTH EXTERNAL
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250 mx.example
C: AUTH EXTERNAL =
#~ ^^^^ stale-capability
S: 502 No
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE
C: MAIL FROM:<a@client.example> SIZE=1
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
