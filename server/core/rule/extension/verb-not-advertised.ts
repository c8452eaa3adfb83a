import type { Exchange } from '../../transcript/model.ts';
import { isOfferLost, relatedOffer } from './helloBefore.ts';
import { offerOf } from './offerOf.ts';
import { usedByVerb } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** A command whose extension was not offered. */
export const verbNotAdvertised = defineRule({
  id: 'verb-not-advertised',
  category: 'extension',
  severity: 'error',
  message: '{verb} needs the extension {kw}, which the server did not offer.',
  why: 'A client must not use the commands of extensions that the server did not offer; the answer is 500 or 502.',
  advice: 'Leave the command out, or choose a server that offers the extension.',
  refs: ['RFC 5321 §2.2.1', 'RFC 3207 §4'],
  offWhen: 'Your server knows extensions that it does not list.',
  on: 'exchange',
  clues: ['extension-verb'],
  check(exchange, context) {
    const use = usedByVerb(exchange);
    if (use === undefined || isOthers(exchange)) return;
    const offer = offerOf(exchange, use.keywords);
    // What no EHLO was asked for cannot have been offered either.
    const unasked = use.what === 'STARTTLS' && offer === 'unknown' && !context.session.hidden.start;
    if ((offer !== 'missing' && !unasked) || isOfferLost(context, exchange)) return;
    const values = { verb: use.what, kw: use.keywords.join(' or ') };
    context.report({ at: use.at, values, related: relatedOffer(context, exchange) });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: BDAT 131 LAST
#~ ^^^^ verb-not-advertised
C: Date: Sat, 21 Nov 2026 10:00:00 +0000
C: From: a@client.example
C: To: b@mx.example
C: Message-ID: <1@client.example>
C: Subject: t
C: 
C: hi
S: 500 Unknown
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: STARTTLS
#~ ^^^^^^^^ verb-not-advertised
S: 502 No
C: AUTH EXTERNAL =
#~ tls-refused-then-cleartext
#~ ^^^^ verb-not-advertised
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
S: 250 CHUNKING
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: BDAT 131 LAST
C: Date: Sat, 21 Nov 2026 10:00:00 +0000
C: From: a@client.example
C: To: b@mx.example
C: Message-ID: <1@client.example>
C: Subject: t
C: 
C: hi
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: VRFY smith
S: 252 Perhaps
C: EXPN staff
S: 502 No
C: HELP
S: 214 No
C: QUIT
S: 221 Bye
`,
    ],
  },
});

/** STARTTLS under TLS and AUTH after HELO have rules of their own. */
function isOthers({ command, before }: Exchange): boolean {
  if (command.verb === 'STARTTLS') return before.tls;
  return command.verb === 'AUTH' && before.hello === 'HELO';
}
