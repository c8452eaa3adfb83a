import type { Reply } from '../../transcript/model.ts';
import { durationText } from '../durationText.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED, TEXT } from './exampleParts.ts';
import { COMMAND_TIMEOUTS, END_OF_DATA_TIMEOUT } from './replyTimeouts.ts';

/** The server took longer than a client has to wait. */
export const replyAfterTimeout = defineRule({
  id: 'reply-after-timeout',
  category: 'sequencing',
  severity: 'information',
  message: 'This reply came after {n}; a client need not wait longer than {limit}.',
  why: 'A client that gives up may send the same message again; where the server took it after all, it arrives twice.',
  advice:
    'Answer sooner: above all, do not check or deliver the message before replying to its end.',
  refs: ['RFC 5321 §4.5.3.2', 'RFC 5321 §4.5.3.2.6', 'RFC 5321 §6.1'],
  offWhen: 'The server makes clients wait on purpose, as tarpits do.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT', 'DATA', 'BDAT'],
  clues: ['times'],
  check(exchange, context) {
    const { command, replies, content, unanswered } = exchange;
    const limit = COMMAND_TIMEOUTS.get(command.verb);
    if (limit !== undefined && unanswered === 0) judge(replies[0], command.time, limit);
    if (content?.terminator === undefined) return;
    const sent = Math.max(content.terminator.time, timeOf(replies[0]));
    judge(content.replies[0], sent, END_OF_DATA_TIMEOUT);

    function judge(reply: Reply | undefined, since: number, most: number): void {
      const wait = timeOf(reply) - since;
      const line = reply?.lines[0];
      if (line === undefined || since < 0 || wait <= most) return;
      const values = { n: durationText(wait), limit: durationText(most) };
      context.report({ at: line.span, values });
    }
  },
  examples: {
    bad: [
      `# 10:00:00${OPENED}
C: MAIL FROM:<a@client.example>
# 10:06:00
S: 250 OK
#~ ^^^^^^ reply-after-timeout
C: RSET
S: 250 OK
${BYE}`,
    ],
    good: [
      `# 10:00:00${OPENED}
C: MAIL FROM:<a@client.example>
# 10:04:00
S: 250 OK
C: RSET
S: 250 OK
${BYE}`,
      `# 10:00:00${OPENED}
${ENVELOPE}
C: DATA
S: 354 Go on
${TEXT}
C: .
# 10:09:00
S: 250 OK
${ENVELOPE}
${DATA}
${BYE}`,
    ],
  },
});

function timeOf(reply: Reply | undefined): number {
  return reply?.lines[0]?.time ?? -1;
}
