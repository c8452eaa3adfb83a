import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { deleteLine, insertAfter } from '../fixes.ts';
import type { Fix } from '../rule.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED, TEXT } from './exampleParts.ts';
import { firstContentLine } from './firstContentLine.ts';
import { codeOf } from '../replyOf.ts';

/** The message does not wait for the server's go. */
export const dataBefore354 = defineRule({
  id: 'data-before-354',
  category: 'sequencing',
  severity: 'error',
  message: 'Message content is sent before the server answered DATA with 354.',
  why: 'Until 354 the server reads commands; had it refused DATA, the lines of the message would have been run as commands.',
  advice: 'Wait for 354. Not even PIPELINING allows this; with CHUNKING, BDAT does.',
  refs: ['RFC 5321 §3.3', 'RFC 5321 §4.1.1.4'],
  offWhen: 'The lines of the log are not in the order in which they were sent.',
  on: 'content',
  clues: ['odd-content'],
  check({ content, exchange }, context) {
    if (content.misplaced !== 'before-354' || codeOf(exchange) !== 354) return;
    const at = firstContentLine(context.chunk, content);
    if (at === undefined) return;
    context.report({
      at,
      related: [{ at: exchange.replies[0]?.span ?? at, message: 'The 354 comes here.' }],
      fix: moveReply(context, exchange),
    });
  },
  examples: {
    bad: [
      `${OPENED}
${ENVELOPE}
C: DATA
${TEXT.replace('\n', '\n#~ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ data-before-354\n')}
S: 354 Go
C: .
S: 250 OK
${BYE}`,
    ],
    good: [`${OPENED}\n${ENVELOPE}\n${DATA}\n${BYE}`],
  },
});

function moveReply(context: RuleContext, { command, replies }: Exchange): Fix | undefined {
  const line = replies[0]?.lines[0];
  if (line === undefined || replies[0]?.lines.length !== 1 || line.raw) return undefined;
  const moved = insertAfter(context, 'Move the 354 before the content', command.line.end, [
    ['server', context.text(line.span)],
  ]);
  return moved && { ...moved, edits: [...moved.edits, deleteLine(context, line.line)] };
}
