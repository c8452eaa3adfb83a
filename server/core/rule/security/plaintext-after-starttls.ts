import type { Span } from '../../octets/span.ts';
import type { Session, Step } from '../../transcript/model.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

const ACCEPTED = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
C: STARTTLS
S: 220 Go ahead
`;

/** Something said in the clear between the 220 to STARTTLS and the handshake. */
export const plaintextAfterStarttls = defineRule({
  id: 'plaintext-after-starttls',
  category: 'security',
  severity: 'error',
  message: 'Plaintext {side} data after the 220 to STARTTLS.',
  why: 'After the 220 only the TLS handshake may come; a reply slipped in here would be taken for one of the secured server.',
  advice: 'Remove it, or mark where the handshake took place: "# <TLS established>".',
  refs: ['RFC 3207 §4'],
  offWhen: 'The tool prints lines of the encrypted session before its mark of TLS.',
  silences: {
    line: ['reply-without-command', 'multiline-not-marked', 'enhanced-code-class'],
    after: [
      'ehlo-missing-after-starttls',
      'auth-before-ehlo',
      'verb-not-advertised',
      'stale-capability',
      'auth-mechanism-not-advertised',
      'helo-required-before-mail',
    ],
  },
  on: 'session',
  clues: ['tls', 'stray'],
  check(session, context) {
    for (const { at, side, after } of plaintextIn(session)) {
      const related = after ? [{ at: after, message: 'The handshake was to begin here.' }] : [];
      context.report({ at, values: { side }, related });
    }
  },
  examples: {
    bad: [
      `${ACCEPTED}S: 250-injected
#~ ^^^^^^^^^^^^ plaintext-after-starttls
S: 250 AUTH PLAIN
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
      `${ACCEPTED}C: EHLO client.example
#~ ^^^^^^^^^^^^^^^^^^^ plaintext-after-starttls
S: 250 mx.example
# <TLS established>
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
    ],
    good: [
      `${ACCEPTED}# <TLS established>\nC: EHLO client.example\nS: 250 mx.example\n${CLOSING}`,
      // Without a mark the handshake is before the next client line.
      `${ACCEPTED}C: EHLO client.example\nS: 250 mx.example\n${CLOSING}`,
    ],
  },
});

interface Plaintext {
  readonly at: Span;
  readonly side: 'client' | 'server';
  /** The 220 to STARTTLS. */
  readonly after: Span | undefined;
}

function plaintextIn(session: Session): readonly Plaintext[] {
  const found: Plaintext[] = [];
  let waiting = false;
  let client: Plaintext | undefined;
  let after: Span | undefined;
  for (const step of session.steps) {
    if (step.kind === 'stray' && step.state.name === 'tls') {
      const line = step.reply.lines[0];
      // Another 220 looks like a greeting after the handshake: that has a rule of its own.
      if (line !== undefined && step.reply.code !== 220)
        found.push({ at: line.span, side: 'server', after });
    } else if (step.kind === 'event' && step.event === 'tls') {
      if (waiting && client) found.push(client);
      waiting = false;
      client = undefined;
    } else if (step.kind === 'exchange') {
      if (waiting && client === undefined && step.unanswered === 0) {
        client = { at: step.command.span, side: 'client', after };
      }
      if (opensHandshake(step)) {
        waiting = true;
        client = undefined;
        after = step.replies[0]?.span;
      }
    }
  }
  return found;
}

function opensHandshake(step: Step): boolean {
  return (
    step.kind === 'exchange' && step.command.verb === 'STARTTLS' && step.replies[0]?.code === 220
  );
}
