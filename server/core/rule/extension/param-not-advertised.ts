import { unsafeFix } from '../fixes.ts';
import { isOfferLost, relatedOffer } from './helloBefore.ts';
import { offerOf } from './offerOf.ts';
import { isAfterHelo } from './param-after-helo.ts';
import { usedByParams } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** A parameter of MAIL or RCPT whose extension was not offered. */
export const paramNotAdvertised = defineRule({
  id: 'param-not-advertised',
  category: 'extension',
  severity: 'error',
  message: '{param} needs the extension {kw}, which the server did not offer.',
  why: 'A client must not use parameters of extensions that the server did not offer; the answer is 555 or 501.',
  advice: 'Leave the parameter out, or choose a server that offers the extension.',
  refs: ['RFC 5321 §4.1.1.3', 'RFC 5321 §2.2.1'],
  offWhen: 'Your server knows extensions that it does not list.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-params'],
  check(exchange, context) {
    if (isAfterHelo(exchange)) return;
    for (const { what, at, keywords } of usedByParams(exchange, context)) {
      if (offerOf(exchange, keywords) !== 'missing' || isOfferLost(context, exchange)) continue;
      const from = { start: at.start - 1, end: at.end };
      const fix = exchange.command.raw ? undefined : unsafeFix('Delete the parameter', from, '');
      const values = { param: what, kw: keywords.join(' or ') };
      context.report({ at, values, related: relatedOffer(context, exchange), fix });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example> SIZE=100
#~                              ^^^^^^^^ param-not-advertised
S: 555 Unknown parameter
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 8BITMIME
C: MAIL FROM:<a@client.example> BODY=BINARYMIME AUTH=<>
#~                              ^^^^^^^^^^^^^^^ param-not-advertised
#~                                              ^^^^^^^ param-not-advertised
S: 555 Unknown parameter
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE
C: MAIL FROM:<a@client.example> size=100
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH PLAIN
C: MAIL FROM:<a@client.example> AUTH=<>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
# @excerpt start
C: MAIL FROM:<a@client.example> SIZE=100
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
