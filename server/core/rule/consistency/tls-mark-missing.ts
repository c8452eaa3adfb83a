import type { Exchange, Reply, Session } from '../../transcript/model.ts';
import { CLOSING } from '../exampleParts.ts';
import { noteAfter } from '../fixes.ts';
import { defineRule } from '../rule.ts';

const ACCEPTED = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
C: STARTTLS
S: 220 Go ahead
`;

/** The handshake has to be guessed. */
export const tlsMarkMissing = defineRule({
  id: 'tls-mark-missing',
  category: 'consistency',
  severity: 'information',
  strictOnly: true,
  message: 'STARTTLS succeeded but no TLS mark follows.',
  why: 'The handshake itself is not in a transcript, so that the rest is encrypted is only inferred from the next command.',
  advice: 'Write "# <TLS established>" where the handshake took place.',
  refs: ['RFC 3207 §4.2'],
  offWhen: 'Your tool does not print the handshake and you do not edit its files.',
  on: 'session',
  clues: ['tls'],
  check(session, context) {
    // Other dialects show the handshake in a way of their own, or not at all.
    if (context.chunk.dialect !== 'smtp') return;
    for (const reply of unmarkedHandshakes(session)) {
      const line = reply.lines.at(-1);
      if (line === undefined) continue;
      context.report({
        at: line.span,
        fix: noteAfter(context, 'Insert "# <TLS established>"', line.line, '# <TLS established>'),
      });
    }
  },
  examples: {
    bad: [
      `${ACCEPTED}#~ ^^^^^^^^^^^^ tls-mark-missing
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
    ],
    good: [
      `${ACCEPTED}# <TLS established>\nC: EHLO client.example\nS: 250 mx.example\n${CLOSING}`,
      // The handshake may have failed.
      `${ACCEPTED}# <connection lost>\n`,
    ],
  },
});

/** The 220 to STARTTLS where commands follow and no mark stands between. */
function unmarkedHandshakes(session: Session): readonly Reply[] {
  const found: Reply[] = [];
  let waiting: { reply: Reply; goesOn: boolean } | undefined;
  for (const step of session.steps) {
    if (step.kind === 'event' && step.event === 'tls') waiting = undefined;
    if (step.kind !== 'exchange') continue;
    if (waiting && step.unanswered === 0) waiting.goesOn = true;
    const reply = handshakeOf(step);
    if (reply === undefined) continue;
    if (waiting?.goesOn) found.push(waiting.reply);
    waiting = { reply, goesOn: false };
  }
  if (waiting?.goesOn) found.push(waiting.reply);
  return found;
}

function handshakeOf({ command, replies }: Exchange): Reply | undefined {
  return command.verb === 'STARTTLS' && replies[0]?.code === 220 ? replies[0] : undefined;
}
