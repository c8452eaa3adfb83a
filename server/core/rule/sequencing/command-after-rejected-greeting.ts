import type { Exchange, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import type { Fix } from '../rule.ts';
import { defineRule } from '../rule.ts';
import { BYE } from './exampleParts.ts';
import { deleteExchanges } from './repair.ts';

/** The client goes on although it was turned away. */
export const commandAfterRejectedGreeting = defineRule({
  id: 'command-after-rejected-greeting',
  category: 'sequencing',
  severity: 'warning',
  message: '{verb} after a {code} greeting.',
  why: 'A server that greets with 554 or 521 takes no mail: after 554 it answers 503 to everything but QUIT, after 521 it answers 521 again or closes the connection.',
  advice: 'Send QUIT, and try another server.',
  refs: ['RFC 5321 §3.1', 'RFC 7504 §3'],
  offWhen: 'You try what a server does that has refused a client.',
  on: 'session',
  clues: ['odd-opening'],
  check(session, context) {
    const { greeting, exchanges } = session;
    const next = exchanges.find(
      ({ known, command }) => known.name === 'rejected' && command.verb !== 'QUIT',
    );
    if (next === undefined || greeting === undefined) return;
    context.report({
      at: next.command.verbSpan,
      values: { verb: next.command.verb, code: greeting.reply.code },
      related: [{ at: greeting.reply.span, message: 'The server refuses the session.' }],
      fix: deleteUpToQuit(context, session, next),
    });
  },
  examples: {
    bad: [
      `
S: 554 mx.example No SMTP service here
C: EHLO client.example
#~ ^^^^ command-after-rejected-greeting
S: 503 Bad sequence
C: MAIL FROM:<a@client.example>
S: 503 Bad sequence
${BYE}`,
    ],
    good: [
      `
S: 554 mx.example No SMTP service here
${BYE}`,
      `
S: 421 mx.example Too many connections
`,
    ],
  },
});

function deleteUpToQuit(context: RuleContext, session: Session, from: Exchange): Fix | undefined {
  const { exchanges } = session;
  const quit = exchanges.at(-1);
  if (quit?.command.verb !== 'QUIT' || quit.unanswered > 0) return undefined;
  const edits = deleteExchanges(context, exchanges.slice(exchanges.indexOf(from), -1));
  return edits && { title: 'Delete the commands before QUIT', safe: false, edits };
}
