import { insertAfter } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { BYE, OPENED } from './exampleParts.ts';

/** The goodbye has no answer. */
export const quitReplyMissing = defineRule({
  id: 'quit-reply-missing',
  category: 'sequencing',
  severity: 'information',
  capture: 'off',
  message: 'QUIT has no 221.',
  why: 'The server must answer QUIT with 221, and the client should wait for it before it closes.',
  advice: 'Add the reply, or write "# @excerpt end" where the transcript stops here on purpose.',
  refs: ['RFC 5321 §4.1.1.10'],
  offWhen: 'Your captures stop at QUIT.',
  silences: { line: ['reply-missing', 'transcript-truncated'] },
  on: 'session',
  clues: ['odd-ending'],
  check(session, context) {
    const last = session.exchanges.at(-1);
    if (session.ending !== 'quit-noreply' || session.hidden.end) return;
    if (last?.command.verb !== 'QUIT' || last.unanswered > 0) return;
    context.report({
      at: last.command.verbSpan,
      fix: insertAfter(context, 'Append 221', last.command.line.end, [['server', '221 Bye']]),
    });
  },
  examples: {
    bad: [
      `${OPENED}
C: QUIT
#~ ^^^^ quit-reply-missing
`,
    ],
    good: [`${OPENED}\n${BYE}`, `\n# @excerpt end${OPENED}\nC: QUIT\n`],
  },
});
