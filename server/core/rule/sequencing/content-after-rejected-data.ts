import { defineRule } from '../rule.ts';
import { BYE, ENVELOPE, OPENED, TEXT } from './exampleParts.ts';
import { firstContentLine } from './firstContentLine.ts';

/** The message is sent although the server declined it. */
export const contentAfterRejectedData = defineRule({
  id: 'content-after-rejected-data',
  category: 'sequencing',
  severity: 'error',
  message: 'Content is sent although DATA was refused ({code}).',
  why: 'After a refusal the server goes on reading commands, so lines of the message run as commands; whoever wrote the message can then speak for the client.',
  advice: 'Send content only after 354; after a refusal send RSET, QUIT or another recipient.',
  refs: ['RFC 5321 §4.1.1.4', 'RFC 5321 §4.3.2'],
  offWhen: 'You look at what clients send that do not read replies.',
  silences: {
    after: [
      'unknown-command',
      'empty-command',
      'reply-without-command',
      'required-command-refused',
    ],
  },
  on: 'content',
  clues: ['odd-content'],
  check({ content, exchange }, context) {
    if (content.misplaced !== 'after-refusal') return;
    const at = firstContentLine(context.chunk, content);
    const reply = exchange.replies.at(-1);
    if (at === undefined || reply === undefined) return;
    context.report({
      at,
      values: { code: reply.code },
      related: [{ at: reply.span, message: 'The server refused here.' }],
    });
  },
  examples: {
    bad: [
      `${OPENED}
${ENVELOPE}
C: DATA
S: 451 Try later
${TEXT.replace('\n', '\n#~ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ content-after-rejected-data\n')}
C: .
S: 500 Unknown
${BYE}`,
      // Each line is answered as a command, so the replies lag behind.
      `${OPENED}
${ENVELOPE}
C: DATA
S: 451 Try later
${TEXT.replace('\n', '\n#~ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ content-after-rejected-data\n')}
C: .
S: 500 Unknown
C: RSET
S: 500 Unknown
C: QUIT
S: 500 Unknown
`,
    ],
    good: [
      `${OPENED}
${ENVELOPE}
C: DATA
S: 451 Try later
C: RSET
S: 250 OK
${BYE}`,
    ],
  },
});
