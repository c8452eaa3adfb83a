import type { Chunk, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

const LOOPBACK = /(?:^|[^\w.-])(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)(?![\w.-]*[a-z])/i;
const IMPLICIT_PORT = /[:\]]465\b/;

/** Sessions that were looked through: there may be many AUTH in one. */
const known = new WeakMap<Session, boolean>();

/**
 * Nobody can listen in, though no TLS shows: the file says that it was there from the first octet,
 * or the peer is on the loopback or on the port for TLS (RFC 8314 §3.3).
 */
export function isProtectedSession({ session, chunk }: RuleContext): boolean {
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
