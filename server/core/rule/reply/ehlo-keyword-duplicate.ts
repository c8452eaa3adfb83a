import type { Span } from '../../octets/span.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { offeredLines } from './offeredLines.ts';

/** An extension that is offered twice. */
export const ehloKeywordDuplicate = defineRule({
  id: 'ehlo-keyword-duplicate',
  category: 'reply',
  severity: 'warning',
  capture: 'information',
  message: '{kw} is listed twice.',
  why: 'Some clients take the first of two lines, some the last, some both, so nobody knows what the server offers.',
  advice: 'List the extension once, with all its parameters on one line.',
  refs: ['RFC 5321 §4.1.1.1'],
  offWhen: 'A proxy adds lines of its own and the clients cope.',
  on: 'reply',
  clues: ['odd-keyword'],
  check({ reply, to }, context) {
    if (to === undefined || to === 'connect' || reply.code !== 250) return;
    if (to.command.verb !== 'EHLO' && to.command.verb !== 'LHLO') return;
    const seen = new Map<string, Span>();
    for (const { keyword, at } of offeredLines(reply, context)) {
      const first = seen.get(keyword);
      if (first === undefined) seen.set(keyword, at);
      else {
        context.report({
          at,
          values: { kw: keyword },
          related: [{ at: first, message: 'Listed here already.' }],
        });
      }
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-SIZE 1000
S: 250 SIZE 2000
#~     ^^^^ ehlo-keyword-duplicate
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-PIPELINING
S: 250-SIZE
S: 250 pipelining
#~     ^^^^^^^^^^ ehlo-keyword-duplicate
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 1000
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 1000
${CLOSING}`,
    ],
  },
});
