import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { SECURED } from './exampleParts.ts';
import { isProtectedSession } from './protectedSession.ts';

const LONGEST = 600;

/** The server invites passwords over an open line. */
export const plaintextAuthOffered = defineRule({
  id: 'plaintext-auth-offered',
  category: 'security',
  severity: 'hint',
  strictOnly: true,
  message: '{mech} is offered although the connection is not encrypted.',
  why: 'Servers should not take passwords in the clear; one that offers it will get them, from clients that do not look.',
  advice: 'Offer AUTH, or at least PLAIN and LOGIN, only after STARTTLS.',
  refs: ['RFC 4954 §4', 'RFC 8314 §4.1'],
  offWhen: 'The server can be reached from trusted networks only.',
  on: 'reply',
  check({ reply, to }, context) {
    if (to === undefined || to === 'connect' || to.command.verb !== 'EHLO') return;
    if (to.before.tls || to.after.capabilities.get('AUTH') === undefined) return;
    if (isProtectedSession(context)) return;
    for (const { text } of reply.lines.slice(1)) {
      if (text.end - text.start > LONGEST) continue;
      const found = /^AUTH[ =].*?\b(PLAIN|LOGIN)(?= |$)/i.exec(context.text(text));
      const mech = found?.[1];
      if (found === null || mech === undefined) continue;
      const end = text.start + found[0].length;
      context.report({ at: { start: end - mech.length, end }, values: { mech } });
      return;
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH SCRAM-SHA-256 PLAIN
#~                        ^^^^^ plaintext-auth-offered
${CLOSING}`,
    ],
    good: [
      `${SECURED}${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH SCRAM-SHA-256 OAUTHBEARER
${CLOSING}`,
    ],
  },
});
