import type { Span } from '../../octets/span.ts';
import { characterEnd } from '../../smtp/utf8.ts';
import { CLOSING, OPENING, WHOLE } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { codeSpan } from './replyParts.ts';

const SPACE = 32;
const HYPHEN = 45;

/** Something else than a space or hyphen after the code. */
export const replySeparator = defineRule({
  id: 'reply-separator',
  category: 'reply',
  severity: 'error',
  message: 'After {code} must come a space or "-".',
  why: 'A space marks the last line of a reply, a hyphen one that others follow; anything else cannot be parsed.',
  advice: 'Put a space after the code, or "-" where more lines of the reply follow.',
  refs: ['RFC 5321 §4.2'],
  offWhen: 'You record a server that is broken in this way and cannot change it.',
  on: 'reply',
  clues: ['odd-reply'],
  check({ reply }, context) {
    for (const line of reply.lines) {
      if (line.code === 0 || line.separator === -1) continue;
      if (line.separator === SPACE || line.separator === HYPHEN) continue;
      const { end } = codeSpan(line);
      const at = { start: end, end: characterEnd(context.chunk.octets, end, line.span.end) };
      context.report({
        at,
        values: { code: line.code },
        fix: line.raw ? undefined : spaceFix(context.text(at), at),
      });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250=mx.example
#~    ^ reply-separator
${CLOSING}`,
    ],
    good: [WHOLE, `${OPENING}C: NOOP\nS: 250 \n${CLOSING}`],
  },
});

/** A letter right after the code belongs to the text. */
function spaceFix(text: string, at: Span): Fix {
  return /^[A-Za-z]/.test(text)
    ? unsafeFix('Insert a space', { start: at.start, end: at.start }, ' ')
    : unsafeFix('Replace by a space', at, ' ');
}
