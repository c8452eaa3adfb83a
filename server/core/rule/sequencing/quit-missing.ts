import type { Exchange, Session } from '../../transcript/model.ts';
import { insertAfter } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED, openedWith } from './exampleParts.ts';
import { lastReplyOf } from '../replyOf.ts';

/** The session just stops. */
export const quitMissing = defineRule({
  id: 'quit-missing',
  category: 'sequencing',
  severity: 'warning',
  capture: 'information',
  message: 'The session ends without QUIT.',
  why: 'A client must end with QUIT and wait for 221; a server may treat a dropped line as a failure and undo what is not finished.',
  advice:
    'End with QUIT, or mark what happened: "# <connection lost>", or "# @excerpt end" where more followed.',
  refs: ['RFC 5321 §4.1.4', 'RFC 5321 §4.1.1.10'],
  offWhen: 'Your client closes the connection without QUIT and will not change.',
  on: 'session',
  clues: ['odd-ending'],
  check(session, context) {
    const last = session.exchanges.at(-1);
    const { hidden } = session;
    if (hidden.end || hidden.clientLines || !stopsQuietly(session)) return;
    const reply = last ? lastReplyOf(last) : session.greeting?.reply;
    const line = reply?.lines.at(-1);
    if (line === undefined || (last && isOpen(last))) return;
    context.report({
      at: line.span,
      fix: insertAfter(context, 'Append QUIT', line.line.end, [
        ['client', 'QUIT'],
        ['server', '221 Bye'],
      ]),
    });
  },
  examples: {
    bad: [
      `${OPENED}
${ENVELOPE}
${DATA}
#~ ^^^^^^ quit-missing
`,
    ],
    good: [
      `${OPENED}\n${ENVELOPE}\n${DATA}\n${BYE}`,
      `${OPENED}
C: MAIL FROM:<a@client.example>
S: 421 Shutting down
`,
      `${OPENED}
# <connection lost>
`,
      `
# @excerpt end${OPENED}
`,
      `${openedWith('ATRN')}
C: ATRN client.example
S: 250 OK, turning around
C: 220 client.example ready
S: EHLO mx.example
`,
      'S: 521 mx.example does not accept mail\n# <connection closed>\n',
    ],
  },
});

/** Nobody said goodbye, and nothing in the transcript explains it. */
function stopsQuietly({ ending, final, exchanges }: Session): boolean {
  // A server that refused in its greeting may have closed before the client could speak.
  if (exchanges.length === 0 && final.name === 'rejected' && ending === 'eof') return false;
  if (ending !== 'unknown' && ending !== 'eof') return false;
  if (final.name === 'reversed' || final.name === 'tls' || final.name === 'closed') return false;
  // A refused QUIT was a try.
  return exchanges.at(-1)?.command.verb !== 'QUIT';
}

/** Cut in the middle: a reply or the end of content is missing, which other rules tell. */
function isOpen({ replies, content, after }: Exchange): boolean {
  if (replies.at(-1)?.terminated !== true || after.name === 'auth') return true;
  return content?.how === 'data' && content.replies.length === 0;
}
