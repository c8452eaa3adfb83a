import { CLOSING } from '../exampleParts.ts';
import { offering } from './exampleParts.ts';
import { saslExchangeOf } from './saslMessages.ts';
import { saslFault } from './saslShape.ts';
import { defineRule } from '../rule.ts';

/** base64 of text. */
const CRAM_RESPONSE = 'YWxpY2UgMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const XOAUTH2_MESSAGE = 'dXNlcj1hAWF1dGg9QmVhcmVyIHQBAQ==';
/** "n,,n=alice,r=abc", "c=biws,r=abcdef,p=AAAA". */
const SCRAM_FIRST = 'biwsbj1hbGljZSxyPWFiYw==';
const SCRAM_LAST = 'Yz1iaXdzLHI9YWJjZGVmLHA9QUFBQQ==';

/** A message of an AUTH exchange that its mechanism does not have. No secret enters a finding. */
export const authExchangeMalformed = defineRule({
  id: 'auth-exchange-malformed',
  category: 'syntax',
  severity: 'warning',
  message: 'The {mech} exchange does not fit its mechanism: {detail}.',
  why: 'Each mechanism fixes how many messages there are and what they look like; the server refuses anything else, mostly without saying what is wrong.',
  advice: 'Let a SASL library make the messages, or compare them with the RFC of the mechanism.',
  refs: [
    'RFC 4954 §4',
    'RFC 2195 §2',
    'RFC 5802 §7',
    'RFC 7677 §3',
    'RFC 7628 §3.1',
    'RFC 7628 §3.2.3',
  ],
  offWhen: 'Your server has a variant of its own of one of these mechanisms.',
  on: 'exchange',
  verbs: ['AUTH'],
  clues: ['auth'],
  check(exchange, context) {
    const sasl = saslExchangeOf(context, exchange);
    if (sasl === undefined) return;
    // Where no initial response may be, its own rule says so.
    if (sasl.initial && sasl.mechanism === 'CRAM-MD5') return;
    const fault = saslFault(sasl);
    if (fault === undefined) return;
    context.report({
      at: fault.message.at.start === fault.message.at.end ? sasl.mechanismSpan : fault.message.at,
      values: { mech: sasl.mechanism, detail: fault.detail },
      related: [{ at: sasl.mechanismSpan, message: 'The mechanism was chosen here.' }],
    });
  },
  examples: {
    bad: [
      // "alice" without a digest.
      `${offering('CRAM-MD5')}C: AUTH CRAM-MD5
#~ weak-auth-mechanism
S: 334 PDFAeD4=
C: YWxpY2U=
#~ ^^^^^^^^ auth-exchange-malformed
#~ credentials-in-transcript
S: 535 5.7.8 Failed
${CLOSING}`,
      // A bearer token alone.
      `${offering('XOAUTH2')}C: AUTH XOAUTH2 QmVhcmVyIHQ=
#~              ^^^^^^^^^^^^ auth-exchange-malformed
#~ plaintext-auth-without-tls
#~ credentials-in-transcript
S: 535 5.7.8 Failed
${CLOSING}`,
      // Without the GS2 header: "n=alice,r=abc".
      `${offering('SCRAM-SHA-256')}C: AUTH SCRAM-SHA-256 bj1hbGljZSxyPWFiYw==
#~                    ^^^^^^^^^^^^^^^^^^^^ auth-exchange-malformed
S: 535 5.7.8 Failed
${CLOSING}`,
    ],
    good: [
      `${offering('CRAM-MD5')}C: AUTH CRAM-MD5
#~ weak-auth-mechanism
S: 334 PDFAeD4=
C: ${CRAM_RESPONSE}
#~ credentials-in-transcript
S: 235 2.7.0 OK
${CLOSING}`,
      `${offering('XOAUTH2')}C: AUTH XOAUTH2
#~ plaintext-auth-without-tls
S: 334 
C: ${XOAUTH2_MESSAGE}
#~ credentials-in-transcript
S: 235 2.7.0 OK
${CLOSING}`,
      // The server explains its refusal in a challenge, the client says that it has read it.
      `${offering('XOAUTH2')}C: AUTH XOAUTH2
#~ plaintext-auth-without-tls
S: 334 
C: ${XOAUTH2_MESSAGE}
#~ credentials-in-transcript
S: 334 eyJzdGF0dXMiOiI0MDAifQ==
C: 
S: 535 5.7.8 Failed
${CLOSING}`,
      `${offering('SCRAM-SHA-256')}C: AUTH SCRAM-SHA-256 ${SCRAM_FIRST}
S: 334 cj1hYmNkZWYscz1BQUFBLGk9NDA5Ng==
C: ${SCRAM_LAST}
#~ credentials-in-transcript
S: 334 dj1BQUFB
C: 
S: 235 2.7.0 OK
${CLOSING}`,
    ],
  },
});
