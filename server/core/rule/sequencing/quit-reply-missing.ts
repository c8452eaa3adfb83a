import { unansweredOf } from '../../transcript/unanswered.ts';
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
    if (last?.command.verb !== 'QUIT') return;
    const isAlone = last.unanswered === 0;
    // Where others wait as well, reply-missing tells which; in LMTP it may be a recipient's.
    const others = session.protocol === 'LMTP' ? 1 : unansweredOf(session).length - 1;
    if (!isAlone && others > 0) return;
    context.report({
      at: last.command.verbSpan,
      fix: isAlone
        ? insertAfter(context, 'Append 221', last.command.line.end, [['server', '221 Bye']])
        : undefined,
    });
  },
  examples: {
    bad: [
      `${OPENED}
C: QUIT
#~ ^^^^ quit-reply-missing
`,
      // Sent together with another command, which has its reply.
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 PIPELINING
C: RSET
C: QUIT
#~ ^^^^ quit-reply-missing
S: 250 OK
`,
    ],
    good: [`${OPENED}\n${BYE}`, `\n# @excerpt end${OPENED}\nC: QUIT\n`],
  },
});
