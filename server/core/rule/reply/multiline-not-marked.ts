import type { Reply, ReplyLine, StrayReply } from '../../transcript/model.ts';
import { CLOSING, OPENING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import type { Edit } from '../rule.ts';
import { codeSpan, sameText, straysOf } from './replyParts.ts';

/** More lines of a reply after one that ended it. */
export const multilineNotMarked = defineRule({
  id: 'multiline-not-marked',
  category: 'reply',
  severity: 'error',
  message: 'The reply goes on after a line that ended it.',
  why: 'A space after the code ends a reply; the client takes the next line for the answer to its next command.',
  advice: 'Put "-" after the code on every line of the reply but the last.',
  refs: ['RFC 5321 §4.2.1'],
  offWhen: 'The tool that wrote the transcript prints continuation lines with a space.',
  silences: {
    after: [
      'param-not-advertised',
      'verb-not-advertised',
      'auth-mechanism-not-advertised',
      'stale-capability',
      'reply-not-awaited',
    ],
    session: ['extension-dependency'],
  },
  on: 'session',
  clues: ['stray'],
  check(session, context) {
    let chain: StrayReply[] = [];
    const flush = (): void => {
      const [first] = chain;
      const line = first?.reply.lines[0];
      const ended = first?.continues?.lines.at(-1);
      if (line !== undefined && ended !== undefined) {
        context.report({
          at: codeSpan(line),
          related: [{ at: codeSpan(ended), message: 'This line ended the reply.' }],
          fix: {
            title: 'Put "-" on all lines but the last',
            safe: false,
            edits: chain.flatMap(({ continues }) => hyphenOn(continues)),
          },
        });
      }
      chain = [];
    };
    for (const stray of straysOf(session)) {
      if (stray.continues !== chain.at(-1)?.reply) flush();
      if (stray.continues !== undefined && !sameText(context, stray)) chain.push(stray);
    }
    flush();
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
S: 250 SIZE 1000
#~ ^^^ multiline-not-marked
S: 250 HELP
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-SIZE 1000
S: 250 HELP
${CLOSING}`,
      `${OPENING}C: NOOP\nS: 250 OK\n${CLOSING}`,
    ],
  },
});

function hyphenOn(reply: Reply | undefined): Edit[] {
  const line: ReplyLine | undefined = reply?.lines.at(-1);
  if (line === undefined || line.code === 0) return [];
  const { end } = codeSpan(line);
  return [{ at: { start: end, end: end + (line.separator === -1 ? 0 : 1) }, text: '-' }];
}
