import type { Reply, Session } from '../../transcript/model.ts';
import { defineRule } from '../rule.ts';
import { BYE, OPENED } from './exampleParts.ts';

/** The server goes on after its last word. */
export const serverTalksAfterClose = defineRule({
  id: 'server-talks-after-close',
  category: 'sequencing',
  severity: 'error',
  message: 'The server goes on after its {code}.',
  why: 'After 221 or 421 the server closes the connection, so nothing can follow.',
  advice: 'Remove the line, or mark where another session begins.',
  refs: ['RFC 5321 §3.8'],
  offWhen: 'The tool prints remarks of its own as lines of the server.',
  silences: { line: ['reply-without-command', 'multiline-not-marked', 'greeting-repeated'] },
  on: 'session',
  clues: ['stray'],
  check(session, context) {
    const late = session.steps.find(step => step.kind === 'stray' && step.state.name === 'closed');
    const line = late?.kind === 'stray' ? late.reply.lines[0] : undefined;
    if (line === undefined) return;
    const closing = closingReply(session, line.line.start);
    context.report({
      at: line.span,
      values: { code: closing?.code ?? 421 },
      related: closing ? [{ at: closing.span, message: 'The last word of the server.' }] : [],
    });
  },
  examples: {
    bad: [
      `${OPENED}
C: QUIT
S: 221 Bye
S: 250 OK
#~ ^^^^^^ server-talks-after-close
`,
    ],
    good: [
      `${OPENED}\n${BYE}`,
      `${OPENED}
S: 421 Shutting down
`,
    ],
  },
});

function closingReply({ exchanges }: Session, before: number): Reply | undefined {
  const quit = exchanges.findLast(x => x.command.verb === 'QUIT' && x.command.line.start < before);
  return quit?.replies.at(-1);
}
