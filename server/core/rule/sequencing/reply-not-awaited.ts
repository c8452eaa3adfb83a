import type { Exchange, Session } from '../../transcript/model.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED, TEXT, openedWith } from './exampleParts.ts';
import { pipelinedGroups } from './pipelinedGroups.ts';
import { awaitReplies } from './reorder.ts';

/** Commands sent in one go although the server did not offer that. */
export const replyNotAwaited = defineRule({
  id: 'reply-not-awaited',
  category: 'sequencing',
  severity: 'error',
  capture: 'warning',
  message: '{n} commands without waiting for a reply, although PIPELINING was not offered.',
  why: 'Without PIPELINING a client must wait for each reply; a server may throw away what arrives too early.',
  advice:
    'Send each command after the reply to the one before, or check that EHLO offers PIPELINING.',
  refs: ['RFC 5321 §4.3.1', 'RFC 2920 §3'],
  offWhen: 'The order of the lines is not that of the wire, as in logs with buffers.',
  on: 'session',
  clues: ['unawaited'],
  check(session, context) {
    for (const group of pipelinedGroups(session)) {
      const early = group.find(exchange => isTooEarly(session, exchange));
      if (early === undefined) continue;
      context.report({
        at: early.command.verbSpan,
        values: { n: group.length },
        related: group.slice(0, 1).map(({ command }) => {
          return { at: command.span, message: 'The first of them.' };
        }),
        fix: awaitReplies(context, group),
      });
    }
  },
  examples: {
    bad: [
      `${OPENED}
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
#~ ^^^^ reply-not-awaited
S: 250 OK
S: 250 OK
${DATA}
${BYE}`,
      `${openedWith('PIPELINING', 'STARTTLS')}
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
#~ ^^^^ reply-not-awaited
C: RCPT TO:<c@mx.example>
S: 250 OK
S: 250 OK
S: 250 OK
${DATA}
${BYE}`,
    ],
    good: [
      `${openedWith('PIPELINING')}
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
C: DATA
S: 250 OK
S: 250 OK
S: 354 Go
${TEXT}
C: .
C: QUIT
S: 250 OK
S: 221 Bye
`,
      `${openedWith('AUTH PLAIN LOGIN')}\n${ENVELOPE}\n${DATA}\n${BYE}`,
    ],
  },
});

/** What the client knew was offered when it sent the command; nothing where that is not shown. */
function isTooEarly({ hidden }: Session, { unanswered, known }: Exchange): boolean {
  if (unanswered === 0 || known.capabilities.has('PIPELINING')) return false;
  return !(hidden.start && known.hello === 'none');
}
