import { paramOwner } from '../../smtp/extensions.ts';
import { checkParamValue } from '../../smtp/paramValue.ts';
import { paramsOf } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** A parameter whose value its extension does not allow. */
export const paramValue = defineRule({
  id: 'param-value',
  category: 'extension',
  severity: 'error',
  message: '{param}: {reason}.',
  why: 'The extension defines what the value may be; a server answers 501.',
  advice: 'Correct the value, or leave the parameter out.',
  refs: [
    'RFC 1870 §3',
    'RFC 6152 §2',
    'RFC 3030 §3',
    'RFC 3461 §4.3',
    'RFC 2852 §4',
    'RFC 4865 §3',
    'RFC 6710 §7',
    'RFC 7293 §3.1',
    'RFC 6531 §3.1',
    'RFC 8689 §2',
  ],
  offWhen: 'You test how a server answers malformed parameters.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-params'],
  check(exchange, context) {
    const params = paramsOf(exchange, context);
    const verb = exchange.command.verb === 'MAIL' ? 'MAIL' : 'RCPT';
    for (const { keyword, span, valueSpan } of params) {
      if (keyword === 'NOTIFY' || paramOwner(verb, keyword) === undefined) continue;
      const value = valueSpan && context.text(valueSpan);
      const reason = checkParamValue(keyword, value);
      const at = valueSpan ?? span;
      if (reason !== undefined) context.report({ at, values: { param: keyword, reason } });
    }
    const until = params.find(({ keyword }) => keyword === 'HOLDUNTIL');
    const hold = params.find(({ keyword }) => keyword === 'HOLDFOR');
    if (until === undefined || hold === undefined) return;
    const later = until.span.start > hold.span.start ? until : hold;
    const reason = 'HOLDFOR and HOLDUNTIL exclude each other';
    context.report({ at: later.span, values: { param: later.keyword, reason } });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE
C: MAIL FROM:<a@client.example> SIZE=big
#~                                   ^^^ param-value
S: 501 Syntax
C: MAIL FROM:<a@client.example> SIZE
#~                              ^^^^ param-value
S: 501 Syntax
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-DELIVERBY
S: 250-FUTURERELEASE 86400 2030-01-01T00:00:00Z
S: 250-8BITMIME
S: 250 SMTPUTF8
C: MAIL FROM:<a@client.example> BY=0;R SMTPUTF8=yes
#~                                 ^^^ param-value
#~                                              ^^^ param-value
S: 501 Syntax
C: MAIL FROM:<a@client.example> HOLDFOR=10 HOLDUNTIL=2026-11-22T10:00:00Z
#~                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ param-value
S: 501 Syntax
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-SIZE
S: 250-8BITMIME
S: 250 DELIVERBY
C: MAIL FROM:<a@client.example> SIZE=100 body=8bitmime BY=-5;N
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
