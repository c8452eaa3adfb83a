import type { Exchange, Reply, Session } from '../../transcript/model.ts';
import { defineRule } from '../rule.ts';
import { BYE, OPENED, openedWith } from './exampleParts.ts';
import { refused } from '../replyOf.ts';

/** The client goes on although the server hangs up. */
export const commandAfter421 = defineRule({
  id: 'command-after-421',
  category: 'sequencing',
  severity: 'warning',
  message: '{verb} although the server announced that it closes (421).',
  why: '421 ends the session whatever it answers; a client has to connect again to go on.',
  advice: 'Stop here, and try again later with a new connection.',
  refs: ['RFC 5321 §3.8', 'RFC 5321 §4.2.2'],
  offWhen: 'Your server goes on after 421, against its own announcement.',
  silences: { after: ['reply-missing', 'transcript-truncated'] },
  on: 'session',
  clues: ['odd-ending'],
  check(session, context) {
    if (session.ending !== '421') return;
    const next = session.exchanges.find(
      ({ known, command }) => known.name === 'closed' && command.verb !== 'QUIT',
    );
    const said = session.exchanges.find(x => x.command.verb === 'QUIT' && !refused(x));
    if (next === undefined || (said && said.command.line.start < next.command.line.start)) return;
    const reply = closingReply(session, next);
    context.report({
      at: next.command.verbSpan,
      values: { verb: next.command.verb },
      related: reply ? [{ at: reply.span, message: 'The server says that it closes.' }] : [],
    });
  },
  examples: {
    bad: [
      `${OPENED}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 421 Shutting down
C: RCPT TO:<c@mx.example>
#~ ^^^^ command-after-421
S: 421 Shutting down
`,
    ],
    good: [
      `${OPENED}
C: MAIL FROM:<a@client.example>
S: 421 Shutting down
${BYE}`,
      `${openedWith('PIPELINING')}
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
C: RCPT TO:<c@mx.example>
S: 250 OK
S: 421 Shutting down
`,
    ],
  },
});

/** The newest 421 before the command. */
function closingReply({ greeting, exchanges }: Session, next: Exchange): Reply | undefined {
  const replies = exchanges
    .slice(0, exchanges.indexOf(next))
    .flatMap(exchange => [...exchange.replies, ...(exchange.content?.replies ?? [])]);
  return [...(greeting ? [greeting.reply] : []), ...replies].findLast(({ code }) => code === 421);
}
