import type { Exchange } from '../../transcript/model.ts';
import { AFTER_CONTENT, CLOSING, DATA, HEADER } from '../exampleParts.ts';
import { deleteParams } from './deleteParam.ts';
import { helloBefore } from './helloBefore.ts';
import { paramsOf } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** Parameters of MAIL or RCPT in a session that HELO opened. */
export const paramAfterHelo = defineRule({
  id: 'param-after-helo',
  category: 'extension',
  severity: 'error',
  message: '{verb} has parameters although HELO opened the session.',
  why: 'Parameters belong to extensions, and only EHLO gives a client the right to use them; a server without extensions answers 501 or 555.',
  advice: 'Open the session with EHLO, or leave the parameters out.',
  refs: ['RFC 5321 §2.2.1', 'RFC 5321 §3.2'],
  offWhen: 'Your server takes parameters after HELO, and only your own clients use it.',
  silences: { line: ['stale-capability', 'requiretls-without-tls'] },
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-params'],
  check(exchange, context) {
    if (!isAfterHelo(exchange)) return;
    const params = paramsOf(exchange, context);
    const [first] = params;
    const last = params.at(-1);
    if (first === undefined || last === undefined) return;
    const title = params.length > 1 ? 'Delete the parameters' : 'Delete the parameter';
    const hello = helloBefore(context, exchange);
    context.report({
      at: { start: first.span.start, end: last.span.end },
      values: { verb: exchange.command.verb },
      related: hello ? [{ at: hello.command.span, message: 'HELO opened the session.' }] : [],
      fix: deleteParams(exchange, title, ...params),
    });
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: HELO client.example
#~ helo-instead-of-ehlo
S: 250 mx.example
C: MAIL FROM:<a@client.example> SIZE=100 BODY=7BIT
#~                              ^^^^^^^^^^^^^^^^^^ param-after-helo
S: 501 No
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE
C: MAIL FROM:<a@client.example> SIZE=200
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}${HEADER}C: \nC: hi\n${AFTER_CONTENT}`,
    ],
  },
});

/** True where parameters are out of place altogether; whether they are known does not matter then. */
export function isAfterHelo({ before, known }: Exchange): boolean {
  return before.hello === 'HELO' && known.hello !== 'EHLO' && known.hello !== 'LHLO';
}
