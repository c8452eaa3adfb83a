import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { UNDER_TLS } from './exampleParts.ts';

const LONGEST = 600;

/** An offer that cannot be taken up. */
export const starttlsOfferedUnderTls = defineRule({
  id: 'starttls-offered-under-tls',
  category: 'security',
  severity: 'warning',
  capture: 'information',
  message: 'STARTTLS is still offered although TLS is already in use.',
  why: 'A server must not offer it then. It may be a sign that the server does not know of the handshake, because something else ended TLS before it, or that it keeps what was said in the clear.',
  advice: 'Leave STARTTLS out of the reply to EHLO once TLS is set up.',
  refs: ['RFC 3207 §4.2'],
  offWhen: 'A proxy ends TLS before the server and cannot tell it so.',
  on: 'reply',
  clues: ['tls'],
  check({ reply, to }, context) {
    if (to === undefined || to === 'connect' || to.command.verb !== 'EHLO') return;
    if (!to.before.tls || to.after.capabilities.get('STARTTLS') === undefined) return;
    for (const { text } of reply.lines.slice(1)) {
      if (text.end - text.start > LONGEST) continue;
      const found = /^STARTTLS\b/i.exec(context.text(text));
      if (found === null) continue;
      context.report({ at: { start: text.start, end: text.start + found[0].length } });
      return;
    }
  },
  examples: {
    bad: [
      `${UNDER_TLS}C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
#~     ^^^^^^^^ starttls-offered-under-tls
${CLOSING}`,
    ],
    good: [
      `${UNDER_TLS}C: EHLO client.example\nS: 250-mx.example\nS: 250 SIZE 1000\n${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
${CLOSING}`,
    ],
  },
});
