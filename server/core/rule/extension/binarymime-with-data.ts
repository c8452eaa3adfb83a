import { paramsOf } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** DATA in a transaction that announced binary content. */
export const binarymimeWithData = defineRule({
  id: 'binarymime-with-data',
  category: 'extension',
  severity: 'error',
  message: 'BODY=BINARYMIME must be sent with BDAT.',
  why: 'DATA goes line by line and cannot carry binary content; the server must answer 503, and RSET must follow.',
  advice: 'Send the content with BDAT.',
  refs: ['RFC 3030 §3'],
  offWhen: 'You test how a server answers the mix.',
  on: 'exchange',
  verbs: ['DATA'],
  clues: ['odd-params'],
  check(exchange, context) {
    const mail = (exchange.before.transaction ?? exchange.known.transaction)?.mail;
    if (mail === undefined) return;
    const binary = paramsOf(mail, context).find(({ keyword, valueSpan }) => {
      return keyword === 'BODY' && valueSpan && /^BINARYMIME$/i.test(context.text(valueSpan));
    });
    if (binary === undefined) return;
    context.report({
      at: exchange.command.verbSpan,
      related: [{ at: binary.span, message: 'Binary content is announced here.' }],
    });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-CHUNKING
S: 250 BINARYMIME
C: MAIL FROM:<a@client.example> BODY=BINARYMIME
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: DATA
#~ ^^^^ binarymime-with-data
S: 503 Use BDAT
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-CHUNKING
S: 250 BINARYMIME
C: MAIL FROM:<a@client.example> BODY=BINARYMIME
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
    ],
  },
});
