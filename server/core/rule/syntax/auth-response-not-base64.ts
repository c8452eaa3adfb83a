import { encodeBase64, isBase64 } from '../../smtp/base64.ts';
import { unsafeFix } from '../fixes.ts';
import { isRedacted } from './redacted.ts';
import { printsDecoded } from './saslMessages.ts';
import { defineRule } from '../rule.ts';

/** A response of an AUTH exchange that is not base64. */
export const authResponseNotBase64 = defineRule({
  id: 'auth-response-not-base64',
  category: 'syntax',
  severity: 'error',
  message: 'This line of the AUTH exchange is not base64.',
  why: 'Challenges are answered in base64; anything else must be refused with 501 5.5.2.',
  advice: 'Encode the response, or send "*" to cancel.',
  refs: ['RFC 4954 §4'],
  offWhen: 'Your tool prints the responses decoded and the transcript is for reading only.',
  on: 'exchange',
  verbs: ['AUTH'],
  clues: ['auth'],
  check(exchange, context) {
    // A tool that decodes for its reader prints challenges and responses alike.
    if (printsDecoded(exchange, context)) return;
    for (const line of exchange.responses) {
      if (line.masked) continue;
      const octets = context.wireOctets(line);
      const text = context.wireText(line);
      if (text === '*' || isRedacted(text) || isBase64(octets, 0, octets.length)) continue;
      const encoded = encodeBase64(octets);
      const fix = line.raw ? undefined : unsafeFix('Encode as base64', line.span, encoded);
      context.report({ at: line.span, fix });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH GSSAPI
C: AUTH GSSAPI
S: 334 VXNlcm5hbWU6
C: alice
#~ ^^^^^ auth-response-not-base64
#~ ^^^^^ credentials-in-transcript
S: 501 5.5.2 Cannot decode
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH GSSAPI
C: AUTH GSSAPI
S: 334 VXNlcm5hbWU6
C: ***
S: 334 UGFzc3dvcmQ6
C: <redacted>
S: 535 5.7.8 No
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH GSSAPI
C: AUTH GSSAPI
S: 334 VXNlcm5hbWU6
C: *
S: 501 Cancelled
C: QUIT
S: 221 Bye
`,
    ],
  },
});
