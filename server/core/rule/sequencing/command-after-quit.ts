import type { Exchange, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { insertAfter } from '../fixes.ts';
import type { Fix } from '../rule.ts';
import { defineRule } from '../rule.ts';
import { BYE, OPENED } from './exampleParts.ts';
import { deleteExchanges } from './repair.ts';
import { accepted, lastReplyOf, refused } from '../replyOf.ts';

/** The client goes on after it said goodbye. */
export const commandAfterQuit = defineRule({
  id: 'command-after-quit',
  category: 'sequencing',
  severity: 'error',
  message: '{verb} after QUIT.',
  why: 'QUIT is the last command of a session: the server answers 221 and closes the connection.',
  advice: 'Move QUIT to the end, or begin a new session with a new greeting.',
  refs: ['RFC 5321 §4.1.1.10', 'RFC 5321 §4.1.4'],
  offWhen: 'The file holds several sessions of a tool that prints no greeting.',
  silences: { after: ['reply-missing', 'transcript-truncated', 'session-boundary-unmarked'] },
  on: 'session',
  clues: ['odd-ending'],
  check(session, context) {
    const at = session.exchanges.findIndex(isEnd);
    const quit = session.exchanges[at];
    const next = session.exchanges[at + 1];
    if (quit === undefined || next === undefined || quit.voided) return;
    context.report({
      at: next.command.verbSpan,
      values: { verb: next.command.verb === '' ? 'An empty line' : next.command.verb },
      related: [{ at: quit.command.span, message: 'The session ends here.' }],
      fix: moveToEnd(context, session, quit),
    });
  },
  examples: {
    bad: [
      `${OPENED}
C: QUIT
S: 221 Bye
C: NOOP
#~ ^^^^ command-after-quit
S: 250 OK
`,
    ],
    good: [`${OPENED}\n${BYE}${OPENED}\n${BYE}`],
  },
});

function isEnd(exchange: Exchange): boolean {
  return (
    exchange.command.verb === 'QUIT' && !refused(exchange) && exchange.before.name !== 'closed'
  );
}

function moveToEnd(context: RuleContext, session: Session, quit: Exchange): Fix | undefined {
  const last = session.exchanges.at(-1);
  const reply = quit.replies[0]?.lines[0];
  const end = last && lastReplyOf(last)?.span.end;
  if (end === undefined || reply === undefined || !accepted(quit)) return undefined;
  if (last?.after.transaction !== undefined || last?.command.verb === 'QUIT') return undefined;
  const edits = quit.replies[0]?.lines.length === 1 ? deleteExchanges(context, [quit]) : undefined;
  const moved = insertAfter(context, 'Move QUIT to the end', end, [
    ['client', 'QUIT'],
    ['server', context.text(reply.span)],
  ]);
  return edits && moved ? { ...moved, edits: [...edits, ...moved.edits] } : undefined;
}
