import { CLOSING, ENVELOPE, OPENING, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import type { Related, ReplyNode } from '../rule.ts';
import { judgeCode } from './expectedReplies.ts';
import { expectationOf } from './expectationOf.ts';
import { codeSpan } from './replyParts.ts';

/** A code that is not defined for the command it answers. */
export const replyCodeNotForCommand = defineRule({
  id: 'reply-code-not-for-command',
  category: 'reply',
  severity: 'warning',
  message: '{code} is not among the replies defined for {verb}.',
  why: 'Clients act on the first digit, so a wrong class misleads them; an unusual code within its class is only hard to read.',
  advice: 'Answer with one of the codes that are defined for the command.',
  refs: ['RFC 5321 §4.3.2'],
  offWhen: 'A server that you have no say in uses codes in its own way.',
  silences: { line: ['reply-code-unknown'] },
  on: 'reply',
  clues: ['odd-code'],
  check(node, context) {
    const { reply } = node;
    const [line] = reply.lines;
    const found = expectationOf(node);
    if (found === undefined || line === undefined) return;
    const severity = judgeCode(reply.code, found);
    if (severity === undefined) return;
    context.report({
      at: codeSpan(line),
      values: { code: reply.code, verb: found.name },
      severity,
      related: asked(node),
    });
  },
  examples: {
    bad: [
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 354 Go ahead
#~ ^^^ reply-code-not-for-command
C: RSET
S: 250 OK
${CLOSING}`,
      `${OPENING}C: NOOP
S: 252 OK
#~ ^^^ reply-code-not-for-command
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${OPENING}C: MAIL FROM:<a@client.example>\nS: 450 Later\n${CLOSING}`,
      `${OPENING}${ENVELOPE}C: DATA\nS: 451 Later\nC: RSET\nS: 250 OK\n${CLOSING}`,
      `${OPENING}C: MAIL FROM:<a@client.example>\nS: 530 5.7.0 Say who you are\n${CLOSING}`,
    ],
  },
});

/** In a group of commands the one that it answers is not the line above. */
function asked({ to }: ReplyNode): readonly Related[] {
  if (to === undefined || to === 'connect') return [];
  return [{ at: to.command.verbSpan, message: 'The command that it answers.' }];
}
