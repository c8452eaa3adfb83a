import { isReplyCode } from '../../smtp/reply.ts';
import { CLOSING, DATA, ENVELOPE, HEADER, OPENING, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { firstWord, isClientLine } from './replyParts.ts';

/** A line of the server that does not begin with a reply code. */
export const replyCodeMalformed = defineRule({
  id: 'reply-code-malformed',
  category: 'reply',
  severity: 'error',
  message: '"{text}" is no reply code.',
  why: 'Each line of a reply begins with three digits, the first 2 to 5 and the second 0 to 5; clients act on them alone.',
  advice:
    'Correct the code. Where the line goes on with the text of the line before, give it the same code.',
  refs: ['RFC 5321 §4.2'],
  offWhen: 'The transcript shows lines of the server that are no replies, such as debug output.',
  silences: {
    line: ['reply-without-command', 'reply-code-unknown', 'reply-code-not-for-command'],
    after: [
      'helo-required-before-mail',
      'ehlo-fallback-missing',
      'multiline-not-marked',
      'lmtp-reply-count',
    ],
  },
  on: 'reply',
  clues: ['odd-reply'],
  check({ reply }, context) {
    for (const line of reply.lines) {
      if (isReplyCode(line.code) || isClientLine(context, line)) continue;
      const at = firstWord(context, line);
      // The class can be read, and real servers have codes such as 472.
      const severity = line.code >= 200 && line.code < 600 ? 'warning' : 'error';
      context.report({ at, values: { text: context.text(at) }, severity });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 25 mx.example
#~ ^^ reply-code-malformed
${CLOSING}`,
      // Nobody knows whether it was refused.
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 25O mx.example
#~ ^^^ reply-code-malformed
${ENVELOPE}C: RSET
S: 250 OK
${CLOSING}`,
      `S: 220 mx.example LMTP ready
C: LHLO client.example
S: 250 mx.example
${ENVELOPE}C: RCPT TO:<c@mx.example>
S: 25 OK
#~ ^^ reply-code-malformed
${DATA}${HEADER}C: \nC: hi\nC: .
S: 250 OK
S: 250 OK
${CLOSING}`,
      `${OPENING}C: NOOP
S: 650 OK
#~ ^^^ reply-code-malformed
${CLOSING}`,
      `${OPENING}C: NOOP
S: 279 OK
#~ ^^^ reply-code-malformed
${CLOSING}`,
    ],
    good: [WHOLE],
  },
});
