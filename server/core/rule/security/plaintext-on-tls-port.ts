import type { Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { OFFERS_TLS } from './exampleParts.ts';
import { offerLineOf } from './offerLine.ts';

/** Port 465 answers in the clear. */
export const plaintextOnTlsPort = defineRule({
  id: 'plaintext-on-tls-port',
  category: 'security',
  severity: 'warning',
  message: 'The server on port 465 offers STARTTLS: it does not speak TLS from the first octet.',
  why: 'On port 465 TLS begins with the connection, so that nobody can suppress it; a server that begins in the clear there gives that away, and most clients cannot talk to it.',
  advice: 'Let the server use TLS from the first octet on port 465, and STARTTLS on 587 or 25.',
  refs: ['RFC 8314 §3.3', 'RFC 8314 §7.3'],
  offWhen: 'The port belongs to something else in your network.',
  on: 'session',
  clues: ['open-offer', 'tls'],
  check(session, context) {
    if (!session.tls && session.final.capabilities.get('STARTTLS') === undefined) return;
    if (!isOnTlsPort(session, context)) return;
    const at = offerLineOf(session, 'STARTTLS', context);
    if (at !== undefined) context.report({ at });
  },
  examples: {
    bad: [
      `# @target mx.example:465
${OFFERS_TLS}#~     ^^^^^^^^ plaintext-on-tls-port
${CLOSING}`,
    ],
    good: [
      `# @target mx.example:587\n${OFFERS_TLS}${CLOSING}`,
      `# @target mx.example:465
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 1000
${CLOSING}`,
    ],
  },
});

const TLS_PORT = /[:\]]465\b/;

function isOnTlsPort({ directives, steps }: Session, { chunk }: RuleContext): boolean {
  if (directives.some(({ name, value }) => name === 'tls' && /^implicit\b/i.test(value))) {
    return false;
  }
  if (directives.some(({ name, value }) => name === 'target' && TLS_PORT.test(value))) return true;
  return steps.some(step => {
    if (step.kind !== 'event' || step.event !== 'connect') return false;
    const { start, end } = step.line;
    return TLS_PORT.test(chunk.scanner.latin1(chunk.octets, start, Math.min(end, start + 300)));
  });
}
