import { CLOSING } from '../exampleParts.ts';
import { deleteParams } from './deleteParam.ts';
import { paramsOf } from './usedExtensions.ts';
import type { Param } from '../../smtp/params.ts';
import { defineRule } from '../rule.ts';

/** The same parameter twice in one command. */
export const paramDuplicate = defineRule({
  id: 'param-duplicate',
  category: 'extension',
  severity: 'error',
  message: '{param} is given twice.',
  why: 'Each parameter may stand once in a command; a server answers 501, or takes whichever it likes.',
  advice: 'Leave one of the two out.',
  refs: ['RFC 3461 §4.5', 'RFC 1870 §6', 'RFC 6152 §3', 'RFC 4865 §4.1'],
  offWhen: 'You test how a server answers a parameter that is repeated.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-params'],
  check(exchange, context) {
    const first = new Map<string, Param>();
    for (const param of paramsOf(exchange, context)) {
      const before = first.get(param.keyword);
      if (before === undefined) {
        first.set(param.keyword, param);
        continue;
      }
      context.report({
        at: param.span,
        values: { param: param.keyword },
        related: [{ at: before.span, message: 'It is given here already.' }],
        fix: deleteParams(exchange, 'Delete the later one', param),
      });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE
C: MAIL FROM:<a@client.example> SIZE=1 size=2
#~                                     ^^^^^^ param-duplicate
S: 501 Twice
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE
C: MAIL FROM:<a@client.example> SIZE=1
S: 250 OK
C: RSET
S: 250 OK
${CLOSING}`,
    ],
  },
});
