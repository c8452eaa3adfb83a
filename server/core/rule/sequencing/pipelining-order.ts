import { verbOf } from '../../smtp/verbs.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, TEXT, openedWith } from './exampleParts.ts';
import { pipelinedGroups } from './pipelinedGroups.ts';
import { awaitReplies } from './reorder.ts';

/** A command that has to be the last of its group is not. */
export const pipeliningOrder = defineRule({
  id: 'pipelining-order',
  category: 'sequencing',
  severity: 'error',
  capture: 'warning',
  message: '{verb} must be the last command of a pipelined group.',
  why: 'EHLO, DATA, VRFY, EXPN, TURN, QUIT and NOOP, like STARTTLS and AUTH, change the state or serve to synchronise, so a client has to see their reply before it goes on.',
  advice: 'Wait for the reply before the next command.',
  refs: ['RFC 2920 §3.1', 'RFC 3207 §4', 'RFC 4954 §4'],
  offWhen: 'The order of the lines is not that of the wire, as in logs with buffers.',
  on: 'session',
  clues: ['unawaited'],
  check(session, context) {
    for (const group of pipelinedGroups(session)) {
      const early = group.find((exchange, at) => {
        return isOutOfPlace(context, exchange, group[at + 1]);
      });
      if (early === undefined) continue;
      context.report({
        at: early.command.verbSpan,
        values: { verb: early.command.verb },
        related: group
          .slice(group.indexOf(early) + 1, group.indexOf(early) + 2)
          .map(({ command }) => ({ at: command.span, message: 'This was sent behind it.' })),
        fix: awaitReplies(context, group),
      });
    }
  },
  examples: {
    bad: [
      `${openedWith('PIPELINING')}
C: NOOP
#~ ^^^^ pipelining-order
C: MAIL FROM:<a@client.example>
S: 250 OK
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}
${BYE}`,
      `${openedWith('PIPELINING')}
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
C: DATA
#~ ^^^^ pipelining-order
C: RSET
S: 250 OK
S: 550 No such user
S: 554 No valid recipients
S: 250 OK
${BYE}`,
    ],
    good: [
      `${openedWith('PIPELINING')}
C: RSET
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
C: DATA
S: 250 OK
S: 250 OK
S: 250 OK
S: 354 Go
${TEXT}
C: .
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
C: DATA
S: 250 OK
S: 250 OK
S: 250 OK
S: 354 Go
${TEXT}
C: .
C: QUIT
S: 250 OK
S: 221 Bye
`,
      `${openedWith('PIPELINING', 'CHUNKING')}
${ENVELOPE}
C: BDAT 131
${TEXT}
C: BDAT 0 LAST
C: QUIT
S: 250 OK
S: 250 OK
S: 221 Bye
`,
    ],
  },
});

function isOutOfPlace(
  context: RuleContext,
  exchange: Exchange,
  next: Exchange | undefined,
): boolean {
  if (next?.known.capabilities.has('PIPELINING') !== true) return false;
  const { verb } = exchange.command;
  if (verbOf(verb)?.pipelining !== 'last-in-group') return false;
  // After the dot anything may follow; that the content was taken shows that 354 was awaited.
  if (verb === 'DATA') return exchange.content === undefined;
  return !(verb === 'AUTH' && isOneRound(context, exchange));
}

/** One command, one reply, and no security layer after it (RFC 4954 §4). */
function isOneRound(context: RuleContext, { command, responses }: Exchange): boolean {
  if (responses.length > 0) return false;
  return /^(?:PLAIN|EXTERNAL|ANONYMOUS) +\S/i.test(context.text(command.argument));
}
