import { defineRule } from '../rule.ts';
import { BYE, OPENED } from './exampleParts.ts';

/** A second 220 that nothing explains. */
export const greetingRepeated = defineRule({
  id: 'greeting-repeated',
  category: 'sequencing',
  severity: 'error',
  message: 'A second 220 greeting appears although nothing restarted the session.',
  why: 'A connection has one greeting; there is none after TLS, and 220 is otherwise only the answer to STARTTLS and XCLIENT.',
  advice: 'Remove it, join it to the first with "220-", or mark where another session begins.',
  refs: ['RFC 5321 §4.3.1', 'RFC 3207 §4.2'],
  offWhen: 'A proxy between the two greets on its own before the server does.',
  silences: { line: ['multiline-not-marked', 'reply-without-command'] },
  on: 'session',
  clues: ['stray'],
  check(session, context) {
    const { greeting } = session;
    if (greeting === undefined) return;
    const again = session.steps.find(
      step => step.kind === 'stray' && step.reply.code === 220 && step.state.name !== 'closed',
    );
    if (again?.kind !== 'stray') return;
    const line = again.reply.lines[0];
    const start = line?.span.start ?? again.reply.span.start;
    context.report({
      at: { start, end: start + 3 },
      related: [{ at: greeting.reply.span, message: 'The session was greeted here.' }],
    });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
S: 220 mx.example ESMTP ready
#~ ^^^ greeting-repeated
C: EHLO client.example
S: 250 mx.example
${BYE}`,
    ],
    good: [
      `
S: 220-mx.example ESMTP
S: 220 second line of the same greeting
C: EHLO client.example
S: 250 mx.example
${BYE}`,
      `${OPENED}\n${BYE}${OPENED}\n${BYE}`,
    ],
  },
});
