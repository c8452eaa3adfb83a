import { CLOSING, ENVELOPE, OPENING, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { expectationOf } from './expectationOf.ts';
import { isTolerated, judgeCode } from './expectedReplies.ts';
import { codeSpan } from './replyParts.ts';

/** A refusal with a code that the tables have for other commands. */
export const replyCodeUnusual = defineRule({
  id: 'reply-code-unusual',
  category: 'reply',
  severity: 'hint',
  strictOnly: true,
  message: '{code} is defined, but not as an answer to {verb}.',
  why: 'Clients act on the first digit, so nothing breaks; but what the other digits mean is defined for other commands, and network monitors report such replies.',
  advice: 'Refuse with one of the codes that are listed for the command.',
  refs: ['RFC 5321 §4.3.2'],
  offWhen: 'You look at servers of others: most use such codes.',
  on: 'reply',
  check(node, context) {
    const { code, lines } = node.reply;
    const [line] = lines;
    const expected = expectationOf(node);
    if (expected === undefined || line === undefined || judgeCode(code, expected)) return;
    if (!isTolerated(code, expected)) return;
    context.report({ at: codeSpan(line), values: { code, verb: expected.name } });
  },
  examples: {
    bad: [
      `${OPENING}C: RSET
S: 554 No
#~ ^^^ reply-code-unusual
${CLOSING}`,
      `S: 550 Go away
#~ ^^^ reply-code-unusual
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      WHOLE,
      `${OPENING}${ENVELOPE}C: DATA\nS: 451 Later\nC: RSET\nS: 250 OK\n${CLOSING}`,
      `${OPENING}C: NOOP\nS: 421 mx.example closing\n`,
    ],
  },
});
