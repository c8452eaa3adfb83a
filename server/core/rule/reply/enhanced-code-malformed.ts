import type { Span } from '../../octets/span.ts';
import type { Exchange, ReplyLine } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { defineRule } from '../rule.ts';
import {
  brokenEnhancedCodeIn,
  codedClass,
  codedCommand,
  offersEnhancedCodes,
} from './enhancedCodeParts.ts';
import { CODED_CLOSING, CODED_OPENING } from './exampleParts.ts';

/** An enhanced code that nobody can read. */
export const enhancedCodeMalformed = defineRule({
  id: 'enhanced-code-malformed',
  category: 'reply',
  severity: 'warning',
  message: '"{esc}" is not class.subject.detail.',
  why: 'An enhanced code is 2, 4 or 5, a subject and a detail of one to three digits without leading zeros, with dots between; programs take anything else for text.',
  advice: 'Write the code in that form, such as 5.1.1.',
  refs: ['RFC 3463 §2', 'RFC 2034 §4'],
  offWhen: 'Replies of your server begin with numbers that are no enhanced codes.',
  on: 'reply',
  clues: ['reply-text'],
  check(node, context) {
    const command = codedCommand(node);
    if (command === undefined) return;
    for (const line of node.reply.lines) {
      const at = brokenIn(line, command, context);
      if (at !== undefined) context.report({ at, values: { esc: context.text(at) } });
    }
  },
  examples: {
    bad: [
      `${CODED_OPENING}C: NOOP
S: 250 2.00.0 OK
#~     ^^^^^^ enhanced-code-malformed
${CODED_CLOSING}`,
      `${CODED_OPENING}C: NOOP
S: 250 3.1.1 OK
#~     ^^^^^ enhanced-code-malformed
${CODED_CLOSING}`,
      `${CODED_OPENING}C: NOOP
S: 250 2.0.0.0 OK
#~     ^^^^^^^ enhanced-code-malformed
${CODED_CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 550 5.01.8 No such domain
#~     ^^^^^^ enhanced-code-malformed
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `${CODED_OPENING}C: NOOP\nS: 250 2.0.0 OK\n${CODED_CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 550 5.9.10.11 is listed
C: QUIT
S: 221 Bye
`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: NOOP
S: 250 192.0.2.1 is you
C: MAIL FROM:<a@client.example>
S: 550 192.0.2.1 is listed
C: RSET
S: 250 8.15.02 says reset
C: QUIT
S: 221 2.5 MB received
`,
    ],
  },
});

function brokenIn(line: ReplyLine, command: Exchange, context: RuleContext): Span | undefined {
  const digit = codedClass(line);
  const at = digit && brokenEnhancedCodeIn(context.chunk.octets, line);
  if (at === undefined) return undefined;
  const text = context.text(at);
  const hasClass = text.startsWith(`${String(digit)}.`);
  const promised = offersEnhancedCodes(command);
  // Four numbers are an address, unless a code with this class was promised in their place.
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return hasClass && promised ? at : undefined;
  // Without the promise only what has the class and the parts of a code is meant as one.
  return promised || (hasClass && /^\d\.\d+\.\d+$/.test(text)) ? at : undefined;
}
