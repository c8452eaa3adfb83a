import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { authFramesOf } from './authFrames.ts';
import { offerLineOf } from './offerLine.ts';
import { isProtectedSession } from './protectedSession.ts';

const READABLE: ReadonlySet<string> = new Set(['PLAIN', 'LOGIN', 'XOAUTH2', 'OAUTHBEARER']);

const OFFER = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH PLAIN LOGIN
`;

/** A password or token over an open line. */
export const plaintextAuthWithoutTls = defineRule({
  id: 'plaintext-auth-without-tls',
  category: 'security',
  severity: 'warning',
  message: '{mech} without TLS sends the password readable.',
  why: 'Base64 hides nothing: whoever can see the connection can read the password and use it.',
  advice:
    'Start TLS before AUTH, or use a mechanism that does not send the password. Where TLS began with the connection, say so: "# @tls implicit".',
  refs: ['RFC 4954 §4', 'RFC 4616 §5', 'RFC 8314 §3', 'RFC 8314 §4.1'],
  offWhen: 'The connection is protected by other means that the file does not tell of.',
  silences: { line: ['weak-auth-mechanism'], session: ['starttls-unused'] },
  on: 'exchange',
  verbs: ['AUTH', 'X-EXPS'],
  clues: ['auth'],
  check(exchange, context) {
    const { session } = context;
    if (exchange.known.tls || session.hidden.start) return;
    const auth = authFramesOf(context, exchange);
    if (!READABLE.has(auth.mechanism) || auth.frames.length === 0) return;
    if (isProtectedSession(context)) return;
    const offer = offerLineOf(session, 'STARTTLS', context);
    context.report({
      at: auth.mechanismSpan,
      values: { mech: auth.mechanism },
      related: offer ? [{ at: offer, message: 'The server offers TLS here.' }] : [],
    });
  },
  examples: {
    bad: [
      `${OFFER}C: AUTH PLAIN <redacted>
#~      ^^^^^ plaintext-auth-without-tls
S: 235 2.7.0 OK
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH PLAIN
C: AUTH PLAIN <redacted>
S: 235 2.7.0 OK
${CLOSING}`,
      `# @tls implicit\n${OFFER}C: AUTH PLAIN <redacted>\nS: 235 2.7.0 OK\n${CLOSING}`,
      `# @target 127.0.0.1:2525\n${OFFER}C: AUTH PLAIN <redacted>\nS: 235 2.7.0 OK\n${CLOSING}`,
      // Nothing was sent.
      `${OFFER}C: AUTH PLAIN\nS: 538 Encryption required\n${CLOSING}`,
    ],
  },
});
