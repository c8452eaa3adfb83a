import { paramOwner } from '../../smtp/extensions.ts';
import { CLOSING } from '../exampleParts.ts';
import { isAfterHelo } from './param-after-helo.ts';
import { paramsOf } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** A parameter of MAIL after RCPT, or the other way round. */
export const paramWrongCommand = defineRule({
  id: 'param-wrong-command',
  category: 'extension',
  severity: 'error',
  message: '{param} belongs to {verb}.',
  why: 'MAIL carries what concerns the message or its sender, RCPT what concerns one recipient; a server answers 501 or 555.',
  advice: 'Move the parameter to the other command.',
  refs: ['RFC 5321 §4.1.1.11', 'RFC 3461 §4', 'RFC 1870 §3', 'RFC 7293 §3.1'],
  offWhen: 'You test how a server answers misplaced parameters.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-params'],
  check(exchange, context) {
    if (isAfterHelo(exchange)) return;
    const own = exchange.command.verb === 'MAIL' ? 'MAIL' : 'RCPT';
    const other = own === 'MAIL' ? 'RCPT' : 'MAIL';
    for (const { keyword, span } of paramsOf(exchange, context)) {
      if (paramOwner(own, keyword) !== undefined || paramOwner(other, keyword) === undefined)
        continue;
      context.report({ at: span, values: { param: keyword, verb: other } });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 DSN
C: MAIL FROM:<a@client.example> NOTIFY=NEVER
#~                              ^^^^^^^^^^^^ param-wrong-command
S: 555 No
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example> RET=FULL
#~                        ^^^^^^^^ param-wrong-command
S: 555 No
C: RSET
S: 250 OK
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 DSN
C: MAIL FROM:<a@client.example> RET=FULL
S: 250 OK
C: RCPT TO:<b@mx.example> NOTIFY=NEVER
S: 250 OK
C: RSET
S: 250 OK
${CLOSING}`,
    ],
  },
});
