import type { Chunk, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { authFramesOf } from './authFrames.ts';

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
  on: 'exchange',
  verbs: ['AUTH', 'X-EXPS'],
  clues: ['auth'],
  check(exchange, context) {
    const { session } = context;
    if (exchange.known.tls || session.hidden.start) return;
    const auth = authFramesOf(context, exchange);
    if (!READABLE.has(auth.mechanism) || auth.frames.length === 0) return;
    if (isProtectedSession(context)) return;
    context.report({ at: auth.mechanismSpan, values: { mech: auth.mechanism } });
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
      `${OFFER}C: AUTH LOGIN\nS: 538 Encryption required\n${CLOSING}`,
    ],
  },
});

const LOOPBACK = /(?:^|[^\w.-])(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)(?![\w.-]*[a-z])/i;
const IMPLICIT_PORT = /[:\]]465\b/;

/** Sessions that were looked through: there may be many AUTH in one. */
const known = new WeakMap<Session, boolean>();

function isProtectedSession({ session, chunk }: RuleContext): boolean {
  let safe = known.get(session);
  if (safe === undefined) {
    safe = session.directives.some(isProtected) || isProtectedByLog(session, chunk);
    known.set(session, safe);
  }
  return safe;
}

/** `# @tls implicit`, or a target on the loopback or on port 465. */
function isProtected({ name, value }: Session['directives'][number]): boolean {
  if (name === 'tls') return /^(?:implicit|on|yes|true|smtps)\b/i.test(value);
  return name === 'target' && isSafePeer(value);
}

/** What a log says of the peer when the connection opens. */
function isProtectedByLog(session: Session, chunk: Chunk): boolean {
  return session.steps.some(step => {
    if (step.kind !== 'event' || step.event !== 'connect') return false;
    const { start, end } = step.line;
    return isSafePeer(chunk.scanner.latin1(chunk.octets, start, Math.min(end, start + 300)));
  });
}

function isSafePeer(text: string): boolean {
  return LOOPBACK.test(text) || IMPLICIT_PORT.test(text);
}
