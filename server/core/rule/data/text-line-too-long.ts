import { LIMITS } from '../../smtp/limits.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT } from '../exampleParts.ts';
import { mailOf, mailParamValue } from '../mailParams.ts';
import { defineRule } from '../rule.ts';
import { longLines } from './longLines.ts';

const CRLF = 2;
const LIMIT = LIMITS.textLine.value - CRLF;
const MOST = 100;

/** A line of content over 998 octets. */
export const textLineTooLong = defineRule({
  id: 'text-line-too-long',
  category: 'data',
  severity: 'warning',
  capture: 'information',
  message: 'Text line has {n} octets with CRLF, the limit is 1000.',
  why: 'Servers only have to take lines of 998 octets before the CRLF; longer ones may be refused, cut or folded, which breaks signatures.',
  advice: 'Encode the body as quoted-printable or base64, or wrap the text.',
  refs: ['RFC 5321 §4.5.3.1.6', 'RFC 5322 §2.1.1'],
  offWhen: 'Your servers take longer lines and you use no others.',
  on: 'content',
  clues: ['odd-lines'],
  check({ content, exchange }, context) {
    if (!content.shown) return;
    if (mailParamValue(context, mailOf(exchange), 'BODY') === 'BINARYMIME') return;
    let left = MOST;
    for (const { at, octets } of longLines(context.chunk, content, LIMIT)) {
      context.report({ at, values: { n: octets + CRLF } });
      if (--left === 0) return;
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: \nC: short\nC: ${'a'.repeat(999)}
#~ text-line-too-long
C: short
${AFTER_CONTENT}`,
    ],
    good: [
      `${UNTIL_CONTENT}${HEADER}C: \nC: ${'a'.repeat(998)}\nC: ..${'a'.repeat(997)}\n${AFTER_CONTENT}`,
    ],
  },
});
