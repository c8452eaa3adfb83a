import type { EnhancedCode } from '../../smtp/enhancedCode.ts';
import type { ReplyLine } from '../../transcript/model.ts';
import { defineRule } from '../rule.ts';
import { codedCommand, enhancedCodeIn } from './enhancedCodeParts.ts';
import { CODED_CLOSING, CODED_OPENING } from './exampleParts.ts';

/** Several enhanced codes in one reply. */
export const enhancedCodeVaries = defineRule({
  id: 'enhanced-code-varies',
  category: 'reply',
  severity: 'warning',
  capture: 'information',
  message: 'Lines of one reply carry different enhanced codes.',
  why: 'The same code stands on each line of a reply; of two a client reads the first or the last and the other is lost.',
  advice: 'Put one code on all lines, or give each failure a reply of its own.',
  refs: ['RFC 2034 §4'],
  offWhen: 'A proxy joins the replies of several servers into one.',
  on: 'reply',
  clues: ['reply-text'],
  check(node, context) {
    if (codedCommand(node) === undefined || node.reply.lines.length < 2) return;
    const { octets } = context.chunk;
    let first: { readonly line: ReplyLine; readonly code: EnhancedCode } | undefined;
    for (const line of node.reply.lines) {
      const code = enhancedCodeIn(octets, line);
      if (code === undefined || line.code !== node.reply.code) continue;
      first ??= { line, code };
      if (isSame(code, first.code)) continue;
      context.report({
        at: { start: line.text.start, end: code.end },
        related: [
          {
            at: { start: first.line.text.start, end: first.code.end },
            message: 'The reply begins with this code.',
          },
        ],
      });
    }
  },
  examples: {
    bad: [
      `${CODED_OPENING}C: NOOP
S: 250-2.0.0 OK
S: 250 2.1.0 OK
#~     ^^^^^ enhanced-code-varies
${CODED_CLOSING}`,
    ],
    good: [
      `${CODED_OPENING}C: NOOP\nS: 250-2.0.0 OK\nS: 250 2.0.0 OK\n${CODED_CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: HELP
S: 214-2.0.0 This is the version
S: 214 2.1.0 This is the next one
C: QUIT
S: 221 Bye
`,
    ],
  },
});

/** Where only the class differs, enhanced-code-class has it. */
function isSame(one: EnhancedCode, other: EnhancedCode): boolean {
  return one.subject === other.subject && one.detail === other.detail;
}
