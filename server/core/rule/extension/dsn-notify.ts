import { checkParamValue } from '../../smtp/paramValue.ts';
import { paramsOf } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** A NOTIFY that asks for what there is not. */
export const dsnNotify = defineRule({
  id: 'dsn-notify',
  category: 'extension',
  severity: 'error',
  message: 'NOTIFY={v} is invalid: {reason}.',
  why: 'The value is NEVER alone, or a list of SUCCESS, FAILURE and DELAY; a server answers 501.',
  advice: 'Choose NEVER, or the reports that are wanted, separated by commas.',
  refs: ['RFC 3461 §4.1'],
  offWhen: 'You test how a server answers malformed parameters.',
  on: 'exchange',
  verbs: ['RCPT'],
  clues: ['odd-params'],
  check(exchange, context) {
    for (const { keyword, span, valueSpan } of paramsOf(exchange, context)) {
      if (keyword !== 'NOTIFY') continue;
      const v = valueSpan ? context.text(valueSpan) : '';
      const reason = checkParamValue('NOTIFY', valueSpan ? v : undefined);
      if (reason !== undefined) context.report({ at: valueSpan ?? span, values: { v, reason } });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 DSN
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example> NOTIFY=NEVER,FAILURE
#~                               ^^^^^^^^^^^^^ dsn-notify
S: 501 Syntax
C: RCPT TO:<b@mx.example> NOTIFY=SUCCESS,,DELAY
#~                               ^^^^^^^^^^^^^^ dsn-notify
S: 501 Syntax
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 DSN
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example> NOTIFY=success,FAILURE
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
