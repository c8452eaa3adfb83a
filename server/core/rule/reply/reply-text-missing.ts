import { CLOSING, ENVELOPE, OPENING, WHOLE } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import type { ReplyNode } from '../rule.ts';
import { codedCommand, offersEnhancedCodes } from './enhancedCodeParts.ts';
import { codeSpan } from './replyParts.ts';

/** A challenge may be empty, and editors cut off the space that it ends with. */
const CHALLENGE = 334;

/** A code and nothing else. */
export const replyTextMissing = defineRule({
  id: 'reply-text-missing',
  category: 'reply',
  severity: 'hint',
  message: 'Bare reply code.',
  why: 'Clients have to cope with a code alone, but servers should not send one: the text is what a person reads in a log or a bounce.',
  advice: 'Put a space and a few words after the code.',
  refs: ['RFC 5321 §4.2'],
  offWhen: 'The transcript comes from a tool that prints the codes only.',
  on: 'reply',
  clues: ['reply-text'],
  check(node, context) {
    const { lines, code } = node.reply;
    const [line] = lines;
    if (line === undefined || lines.length > 1 || code === CHALLENGE) return;
    if (code < 200 || code >= 600 || line.separator !== -1) return;
    const at = codeSpan(line);
    const text = wordsFor(node);
    const fix = line.raw
      ? undefined
      : unsafeFix(`Append "${text}"`, { start: at.end, end: at.end }, ` ${text}`);
    context.report({ at, fix });
  },
  examples: {
    bad: [
      `${OPENING}C: NOOP
S: 250
#~ ^^^ reply-text-missing
${CLOSING}`,
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 550
#~ ^^^ reply-text-missing
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${OPENING}${ENVELOPE}C: RSET\nS: 250 \n${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH EXTERNAL
C: AUTH EXTERNAL
S: 334
C: *
S: 501 Cancelled
${CLOSING}`,
      `${OPENING}C: HELP\nS: 214-See the manual\nS: 214\n${CLOSING}`,
    ],
  },
});

/** A few words of the class of the code, after an enhanced code where the server has those. */
function wordsFor(node: ReplyNode): string {
  const digit = Math.trunc(node.reply.code / 100);
  const words = WORDS[digit] ?? 'OK';
  const command = codedCommand(node);
  const coded = digit !== 3 && command !== undefined && offersEnhancedCodes(command);
  return coded ? `${String(digit)}.0.0 ${words}` : words;
}

const WORDS: Readonly<Record<number, string>> = {
  2: 'OK',
  3: 'Go ahead',
  4: 'Try again later',
  5: 'Refused',
};
