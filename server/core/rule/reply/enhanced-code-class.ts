import { readEnhancedCode } from '../../smtp/enhancedCode.ts';
import { CLOSING, OPENING } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { codedClass, codedCommand } from './enhancedCodeParts.ts';
import { CODED_CLOSING, CODED_OPENING } from './exampleParts.ts';

/** Reply code and enhanced code of different classes. */
export const enhancedCodeClass = defineRule({
  id: 'enhanced-code-class',
  category: 'reply',
  severity: 'error',
  message: '{code} {esc}: the classes differ.',
  why: 'The first digits of reply code and enhanced code agree; otherwise one says success where the other says failure.',
  advice: 'Give the enhanced code the class of the reply code.',
  refs: ['RFC 2034 §4'],
  offWhen: 'Replies of your server begin with numbers that only look like enhanced codes.',
  on: 'reply',
  clues: ['odd-reply'],
  check(node, context) {
    if (codedCommand(node) === undefined) return;
    for (const line of node.reply.lines) {
      const digit = codedClass(line);
      if (digit === undefined) continue;
      const { start, end } = line.text;
      const code = readEnhancedCode(context.chunk.octets, start, end);
      if (code === undefined || code.class === digit) continue;
      const at = { start, end: code.end };
      context.report({
        at,
        values: { code: line.code, esc: context.text(at) },
        fix: unsafeFix('Correct the class', { start, end: start + 1 }, String(digit)),
      });
    }
  },
  examples: {
    bad: [
      `${CODED_OPENING}C: NOOP
S: 250 5.0.0 OK
#~     ^^^^^ enhanced-code-class
${CODED_CLOSING}`,
    ],
    good: [
      `${CODED_OPENING}C: NOOP\nS: 250 2.0.0 OK\n${CODED_CLOSING}`,
      `${OPENING}C: NOOP\nS: 250 5.2 MB free on 4.3.2.1\n${CLOSING}`,
    ],
  },
});
