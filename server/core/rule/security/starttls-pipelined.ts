import { CLOSING } from '../exampleParts.ts';
import { placeOf } from '../placeOf.ts';
import { defineRule } from '../rule.ts';

const OFFER = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-STARTTLS
S: 250 PIPELINING
`;

/** Commands sent behind STARTTLS without waiting for the handshake. */
export const starttlsPipelined = defineRule({
  id: 'starttls-pipelined',
  category: 'security',
  severity: 'error',
  message: 'Commands follow STARTTLS before the TLS handshake.',
  why: 'STARTTLS has to be the last command of a group; a server that keeps what came behind it runs plaintext, which anybody may have slipped in, as if it had come through TLS.',
  advice: 'Wait for the reply and for the handshake before the next command.',
  refs: ['RFC 3207 §4', 'RFC 2920 §3.1'],
  offWhen: 'Your files are made to test for command injection.',
  silences: {
    after: [
      'reply-not-awaited',
      'pipelining-order',
      'plaintext-after-starttls',
      'ehlo-missing-after-starttls',
    ],
  },
  on: 'exchange',
  verbs: ['STARTTLS'],
  clues: ['tls'],
  check(exchange, context) {
    const { exchanges } = context.session;
    const next = exchanges[placeOf(context.session, exchange) + 1];
    if (next === undefined || next.unanswered === 0 || exchange.voided) return;
    const reply = exchange.replies[0]?.span.start ?? Number.POSITIVE_INFINITY;
    if (reply < next.command.line.start) return;
    context.report({
      at: next.command.verbSpan,
      related: [{ at: exchange.command.verbSpan, message: 'STARTTLS has to be the last.' }],
    });
  },
  examples: {
    bad: [
      `${OFFER}C: STARTTLS
C: EHLO evil.example
#~ ^^^^ starttls-pipelined
S: 220 Go ahead
# <TLS established>
S: 250 mx.example
${CLOSING}`,
    ],
    good: [
      `${OFFER}C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
    ],
  },
});
