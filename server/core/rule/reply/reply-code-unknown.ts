import { isReplyCode } from '../../smtp/reply.ts';
import { replyCodeOf } from '../../smtp/replyCodes.ts';
import { CLOSING, OPENING, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { codeSpan } from './replyParts.ts';

/** A code that no standard defines. */
export const replyCodeUnknown = defineRule({
  id: 'reply-code-unknown',
  category: 'reply',
  severity: 'information',
  message: '{code} is not a registered reply code.',
  why: 'Clients act on the first digit alone where they do not know a code, so what the other two mean is lost; servers should only use codes that a standard defines.',
  advice: 'Answer with a defined code of the same class and put the reason in the text.',
  refs: ['RFC 5321 §4.2'],
  offWhen: 'A server that you have no say in uses codes of its own.',
  on: 'reply',
  clues: ['reply-text'],
  check({ reply }, context) {
    const { code, lines } = reply;
    const [line] = lines;
    // What is malformed has another rule.
    if (line === undefined || !isReplyCode(code) || replyCodeOf(code) !== undefined) return;
    context.report({ at: codeSpan(line), values: { code } });
  },
  examples: {
    bad: [
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 559 No
#~ ^^^ reply-code-unknown
C: RSET
S: 250 OK
${CLOSING}`,
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 447-Not now,
#~ ^^^ reply-code-unknown
S: 447 come again
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 556 That domain takes no mail
C: RSET
S: 250 OK
${CLOSING}`,
    ],
  },
});
