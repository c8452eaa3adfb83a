import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { isClientLine } from './replyParts.ts';

const LONGEST = 512;

/** A line of an EHLO reply that is no extension. */
export const ehloKeywordMalformed = defineRule({
  id: 'ehlo-keyword-malformed',
  category: 'reply',
  severity: 'warning',
  // Courier writes KEYWORD=value.
  capture: 'information',
  message: '"{text}" is no extension line.',
  why: 'Each line after the first names one extension: letters, digits and hyphens, then parameters with one space before each.',
  advice: 'Write the keyword, a space, and the parameters.',
  refs: ['RFC 5321 §4.1.1.1'],
  offWhen:
    'A server that you have no say in, such as an old Courier, writes its offers in another form.',
  on: 'reply',
  clues: ['odd-offer'],
  check({ reply, to }, context) {
    if (to === undefined || to === 'connect' || reply.code !== 250) return;
    if (to.command.verb !== 'EHLO' && to.command.verb !== 'LHLO') return;
    for (const line of reply.lines.slice(1)) {
      const { start, end } = line.text;
      if (line.code !== reply.code || end - start > LONGEST || isClientLine(context, line))
        continue;
      const text = context.text(line.text);
      if (/^[A-Za-z0-9][A-Za-z0-9-]*(?: [\x21-\x7e]+)*$/.test(text)) continue;
      // The old spelling of AUTH and a blank too many harm nobody.
      const harmless = /^AUTH=/i.test(text) || /^\S.*\S[ \t]+$/.test(text);
      context.report({
        at: text === '' ? line.span : line.text,
        values: { text },
        ...(harmless && { severity: 'hint' as const }),
      });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE=1000
#~     ^^^^^^^^^ ehlo-keyword-malformed
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-AUTH=LOGIN PLAIN
#~     ^^^^^^^^^^^^^^^^ ehlo-keyword-malformed
S: 250 AUTH LOGIN PLAIN
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example greets client.example!
S: 250-SIZE 1000
S: 250 LIMITS RCPTMAX=20
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: HELO client.example
#~ ^^^^ helo-instead-of-ehlo
S: 250-mx.example
S: 250 Pleased to meet you.
${CLOSING}`,
    ],
  },
});
