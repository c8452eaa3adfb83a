import { enhancedEntryOf } from '../../smtp/enhancedCodes.ts';
import type { EnhancedCode } from '../../smtp/enhancedCode.ts';
import type { ReplyLine } from '../../transcript/model.ts';
import { defineRule } from '../rule.ts';
import {
  codedClass,
  codedCommand,
  enhancedCodeIn,
  offersEnhancedCodes,
} from './enhancedCodeParts.ts';
import { CODED_CLOSING, CODED_OPENING } from './exampleParts.ts';

/** An enhanced code that nobody registered. */
export const enhancedCodeUnknown = defineRule({
  id: 'enhanced-code-unknown',
  category: 'reply',
  severity: 'information',
  // Large providers number their policies with codes of their own.
  capture: 'hint',
  message: '{esc} is not registered.',
  why: 'The meanings of enhanced codes are in a registry of IANA; of another one a program knows the class, and perhaps the subject.',
  advice: 'Use a registered code; where none fits, X.0.0 or X.7.0 and the reason in the text.',
  refs: ['RFC 5248 §2', 'RFC 3463 §2'],
  offWhen: 'You talk to providers that number their policies, such as 5.7.606.',
  on: 'reply',
  clues: ['reply-text'],
  check(node, context) {
    const command = codedCommand(node);
    if (command === undefined) return;
    const { octets } = context.chunk;
    const line = node.reply.lines.find(each => {
      const code = enhancedCodeIn(octets, each);
      return code !== undefined && !isRegistered(code);
    });
    const code = line && enhancedCodeIn(octets, line);
    if (line === undefined || code === undefined) return;
    if (!offersEnhancedCodes(command) && !isMeant(line, code)) return;
    const at = { start: line.text.start, end: code.end };
    context.report({ at, values: { esc: context.text(at) } });
  },
  examples: {
    bad: [
      `${CODED_OPENING}C: NOOP
S: 250 2.9.9 OK
#~     ^^^^^ enhanced-code-unknown
${CODED_CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 550-5.7.606 Access denied,
#~     ^^^^^^^ enhanced-code-unknown
S: 550 5.7.606 banned sender
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `${CODED_OPENING}C: NOOP\nS: 250 2.0.0 OK\n${CODED_CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: HELP
S: 214 2.9.9 is the version
C: QUIT
S: 221 Bye
`,
    ],
  },
});

function isRegistered({ subject, detail }: EnhancedCode): boolean {
  return enhancedEntryOf(subject, detail) !== undefined;
}

/** Without the promise: of the class of the reply, so that it is hardly something else. */
function isMeant(line: ReplyLine, code: EnhancedCode): boolean {
  return codedClass(line) === code.class;
}
