import { CLOSING, DATA, ENVELOPE, HEADER, OPENING, WHOLE } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { codeSpan } from './replyParts.ts';

/** Another go-ahead than 354. */
export const dataReplyNot354 = defineRule({
  id: 'data-reply-not-354',
  category: 'reply',
  severity: 'error',
  message: 'DATA was answered {code}, not 354.',
  why: '354 is the only go-ahead for the content; a client does not send it after any other code.',
  advice: 'Answer 354 to take the message, or a 4yz or 5yz code to refuse it.',
  refs: ['RFC 5321 §4.3.2'],
  offWhen: 'You record a server that is broken in this way and cannot change it.',
  silences: {
    line: ['reply-code-not-for-command', 'reply-code-unknown'],
    after: ['content-after-rejected-data'],
  },
  on: 'reply',
  clues: ['odd-reply'],
  check({ reply, to, phase }, context) {
    if (to === undefined || to === 'connect' || phase === 'content') return;
    if (to.command.verb !== 'DATA' || reply.code === 354) return;
    if (reply.code < 200 || reply.code >= 400) return;
    const [line] = reply.lines;
    if (line === undefined) return;
    const at = codeSpan(line);
    context.report({
      at,
      values: { code: reply.code },
      fix: reply.lines.length === 1 ? unsafeFix('Change to 354', at, '354') : undefined,
    });
  },
  examples: {
    bad: [
      `${OPENING}${ENVELOPE}C: DATA
S: 250 Go ahead
#~ ^^^ data-reply-not-354
${HEADER}C: 
C: hi
C: .
S: 250 OK
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${OPENING}${ENVELOPE}C: DATA\nS: 451 Later\nC: RSET\nS: 250 OK\n${CLOSING}`,
      `${OPENING}${ENVELOPE}${DATA}${HEADER}C: \nC: hi\nC: .\nS: 554 No\n${CLOSING}`,
    ],
  },
});
