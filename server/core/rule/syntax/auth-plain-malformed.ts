import { firstInvalidUtf8 } from '../../smtp/utf8.ts';
import { CLOSING } from '../exampleParts.ts';
import { offering } from './exampleParts.ts';
import { saslExchangeOf } from './saslMessages.ts';
import { defineRule } from '../rule.ts';

/** A PLAIN message that is not made of two or three parts. What is in it never enters a finding. */
export const authPlainMalformed = defineRule({
  id: 'auth-plain-malformed',
  category: 'syntax',
  severity: 'warning',
  message: 'The PLAIN message is not [authzid] NUL authcid NUL passwd: {reason}.',
  why: 'The server takes the message apart at exactly two NULs; user name and password may not be empty. "user:password" is the form of HTTP, not of SMTP.',
  advice: 'Encode NUL, the user name, NUL and the password as one base64 word.',
  refs: ['RFC 4616 §2', 'RFC 4954 §4'],
  offWhen: 'You test how a server answers a broken PLAIN message.',
  on: 'exchange',
  verbs: ['AUTH'],
  clues: ['auth'],
  check(exchange, context) {
    const sasl = saslExchangeOf(context, exchange);
    const [message] = sasl?.messages ?? [];
    if (sasl?.mechanism !== 'PLAIN' || message?.octets === undefined) return;
    const reason = reasonFor(message.octets);
    if (reason === undefined) return;
    const { at } = message;
    context.report({ at: at.start === at.end ? sasl.mechanismSpan : at, values: { reason } });
  },
  examples: {
    bad: [
      // "alice" and "secret" in one.
      `${offering('PLAIN')}C: AUTH PLAIN YWxpY2U6c2VjcmV0
#~            ^^^^^^^^^^^^^^^^ auth-plain-malformed
#~ plaintext-auth-without-tls
#~ credentials-in-transcript
S: 535 5.7.8 Failed
${CLOSING}`,
      // No password.
      `${offering('PLAIN')}C: AUTH PLAIN
#~ plaintext-auth-without-tls
S: 334 
C: AGFsaWNlAA==
#~ ^^^^^^^^^^^^ auth-plain-malformed
S: 535 5.7.8 Failed
${CLOSING}`,
    ],
    good: [
      // "alice" and "secret", without and with a third part before them.
      `${offering('PLAIN')}C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
#~ plaintext-auth-without-tls
#~ credentials-in-transcript
S: 235 2.7.0 OK
${CLOSING}`,
      `${offering('PLAIN')}C: AUTH PLAIN
#~ plaintext-auth-without-tls
S: 334 
C: YWxpY2UAYWxpY2UAc2VjcmV0
#~ credentials-in-transcript
S: 235 2.7.0 OK
${CLOSING}`,
      `${offering('PLAIN')}C: AUTH PLAIN <redacted>
#~ plaintext-auth-without-tls
S: 235 2.7.0 OK
${CLOSING}`,
    ],
  },
});

/** What is wrong with it, in words that give nothing of it away. */
function reasonFor(message: Uint8Array): string | undefined {
  const nuls = message.filter(octet => octet === 0).length;
  if (nuls !== 2) return nuls === 0 ? 'it has no NUL' : `it has ${countOf(nuls)}`;
  const first = message.indexOf(0);
  const second = message.indexOf(0, first + 1);
  if (second === first + 1) return 'the user name is empty';
  if (second === message.length - 1) return 'the password is empty';
  return firstInvalidUtf8(message, 0, message.length) >= 0 ? 'it is not UTF-8' : undefined;
}

function countOf(nuls: number): string {
  return nuls === 1 ? 'one NUL' : `${String(nuls)} NULs`;
}
