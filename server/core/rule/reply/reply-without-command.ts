import { CLOSING, ENVELOPE, OPENING, WHOLE } from '../exampleParts.ts';
import { deleteLine } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { codeSpan, isClientLine, sameText, straysOf } from './replyParts.ts';

/** A reply nobody asked for. */
export const replyWithoutCommand = defineRule({
  id: 'reply-without-command',
  category: 'reply',
  severity: 'error',
  message: 'A reply nobody asked for.',
  why: 'Each command gets one reply; a client that reads one too many takes it for the answer to its next command. Only 421 may come alone.',
  advice: 'Delete the reply, or add the command it answers.',
  refs: ['RFC 5321 §4.2', 'RFC 5321 §3.8'],
  offWhen: 'The transcript leaves out commands on purpose.',
  on: 'session',
  clues: ['stray'],
  check(session, context) {
    for (const stray of straysOf(session)) {
      const [line] = stray.reply.lines;
      if (line === undefined || isClientLine(context, line)) continue;
      if (stray.continues !== undefined && !sameText(context, stray)) continue;
      context.report({
        at: line.code === 0 ? line.span : codeSpan(line),
        fix: {
          title: 'Delete this reply',
          safe: false,
          edits: stray.reply.lines.map(each => deleteLine(context, each.line)),
        },
      });
    }
  },
  examples: {
    bad: [
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
S: 250 OK
#~ ^^^ reply-without-command
C: RSET
S: 250 OK
${CLOSING}`,
      `${OPENING}C: NOOP
S: 250 OK
S: 550 No
#~ ^^^ reply-without-command
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${OPENING}${ENVELOPE}S: 421 mx.example closing\n`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 PIPELINING
C: MAIL FROM:<a@client.example>
C: RCPT TO:<b@mx.example>
C: RSET
S: 250 OK
S: 250 OK
S: 250 OK
${CLOSING}`,
    ],
  },
});
