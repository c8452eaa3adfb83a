import { readEnhancedCode } from '../../smtp/enhancedCode.ts';
import { CLOSING } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';

const HELLOS: ReadonlySet<string> = new Set(['EHLO', 'HELO', 'LHLO', 'HELP']);

const OFFER = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 ENHANCEDSTATUSCODES
`;

/** Reply code and enhanced code of different classes. */
export const enhancedCodeClass = defineRule({
  id: 'enhanced-code-class',
  category: 'reply',
  severity: 'error',
  message: '{code} {esc}: the classes differ.',
  why: 'The first digits of reply code and enhanced code agree; otherwise one says success where the other says failure.',
  advice: 'Give the enhanced code the class of the reply code.',
  refs: ['RFC 2034 §4'],
  on: 'reply',
  clues: ['odd-reply'],
  check({ reply, to }, context) {
    // A greeting, a hello and help have free text where digits and dots may be anything.
    if (to === undefined || to === 'connect' || HELLOS.has(to.command.verb)) return;
    for (const line of reply.lines) {
      const digit = Math.trunc(line.code / 100);
      if (digit !== 2 && digit !== 4 && digit !== 5) continue;
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
      `${OFFER}C: NOOP
S: 250 5.0.0 OK
#~     ^^^^^ enhanced-code-class
${CLOSING}`,
    ],
    good: [
      `${OFFER}C: NOOP\nS: 250 2.0.0 OK\n${CLOSING}`,
      `${OFFER}C: NOOP\nS: 250 5.2 MB free on 4.3.2.1\n${CLOSING}`,
    ],
  },
});
