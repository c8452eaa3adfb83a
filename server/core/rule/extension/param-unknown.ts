import { paramOwner } from '../../smtp/extensions.ts';
import type { Exchange } from '../../transcript/model.ts';
import { CLOSING } from '../exampleParts.ts';
import { offerOf } from './offerOf.ts';
import { isAfterHelo } from './param-after-helo.ts';
import { paramsOf } from './usedExtensions.ts';
import type { Severity } from '../rule.ts';
import { defineRule } from '../rule.ts';

/** A parameter that no extension has. */
export const paramUnknown = defineRule({
  id: 'param-unknown',
  category: 'extension',
  severity: 'warning',
  capture: 'information',
  message: 'Unknown parameter {param}.',
  why: 'No registered extension has the parameter; a server that does not know it answers 555.',
  advice: 'Check the spelling, or leave the parameter out.',
  refs: ['RFC 5321 §4.1.1.11', 'RFC 5321 §2.2.2'],
  offWhen: 'Your servers have extensions of their own.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-params'],
  check(exchange, context) {
    if (isAfterHelo(exchange)) return;
    for (const { keyword, span } of paramsOf(exchange, context)) {
      if (paramOwner('MAIL', keyword) !== undefined || paramOwner('RCPT', keyword) !== undefined)
        continue;
      // What the server offers by that name, it knows.
      if (offerOf(exchange, [keyword]) === 'offered') continue;
      context.report({ at: span, values: { param: keyword }, ...severityFor(exchange, keyword) });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example> FOO=1
#~                              ^^^^^ param-unknown
S: 555 Unknown
C: MAIL FROM:<a@client.example> X-QUEUE=7
#~                              ^^^^^^^^^ param-unknown
S: 250 OK
C: RSET
S: 250 OK
${CLOSING}`,
    ],
    good: [
      // The server has it.
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 XQUEUE
#~     ^^^^^^ private-extension
C: MAIL FROM:<a@client.example> XQUEUE=7
S: 250 OK
C: RSET
S: 250 OK
${CLOSING}`,
    ],
  },
});

/** By agreement there may be any parameter whose name begins with X; and some servers took it. */
function severityFor({ replies }: Exchange, keyword: string): { severity?: Severity } {
  const taken = replies[0] !== undefined && replies[0].code < 400;
  return keyword.startsWith('X') || taken ? { severity: 'information' } : {};
}
