import { LIMITS } from '../../smtp/limits.ts';
import { CLOSING, OPENING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

const CRLF = 2;

/** A reply line over 512 octets. */
export const replyLineTooLong = defineRule({
  id: 'reply-line-too-long',
  category: 'reply',
  severity: 'warning',
  message: 'Reply line of {n} octets, limit 512.',
  why: 'Clients only have to take reply lines of 512 octets with code and CRLF.',
  advice: 'Spread the text over several lines with "-" after the code.',
  refs: ['RFC 5321 §4.5.3.1.5'],
  offWhen: 'All clients that you care about read longer lines.',
  on: 'reply',
  clues: ['long-line'],
  check({ reply }, context) {
    // Challenges of AUTH may be much longer (RFC 4954 §4).
    if (reply.code === 334) return;
    for (const line of reply.lines) {
      const octets = context.wireOctets(line).length + CRLF;
      if (octets > LIMITS.replyLine.value) context.report({ at: line.span, values: { n: octets } });
    }
  },
  examples: {
    bad: [
      `${OPENING}C: NOOP
S: 250 ${'a'.repeat(507)}
#~ reply-line-too-long
${CLOSING}`,
    ],
    good: [`${OPENING}C: NOOP\nS: 250 ${'a'.repeat(506)}\n${CLOSING}`],
  },
});
