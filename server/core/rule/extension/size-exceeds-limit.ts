import type { Span } from '../../octets/span.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING, ENVELOPE } from '../exampleParts.ts';
import { mailOf } from '../mailParams.ts';
import { announcedSoFar } from './announcedSoFar.ts';
import { relatedOffer } from './helloBefore.ts';
import { paramsOf } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';
import type { Related } from '../rule.ts';

/** A declared size over the limit that the server gave. */
export const sizeExceedsLimit = defineRule({
  id: 'size-exceeds-limit',
  category: 'extension',
  severity: 'error',
  message: '{n} octets exceed the server limit of {m}.',
  why: 'The number after SIZE in the EHLO reply is a fixed maximum; the server answers 552.',
  advice: 'Send a smaller message, or ask the server to raise its limit.',
  refs: ['RFC 1870 §4', 'RFC 1870 §6.1'],
  offWhen: 'You test how a server answers messages that are too big.',
  on: 'exchange',
  verbs: ['MAIL', 'BDAT'],
  clues: ['odd-params', 'chunks'],
  check(exchange, context) {
    const m = limitOf(exchange);
    if (m === undefined) return;
    const size = sizeOf(exchange, context);
    const told = (): readonly Related[] => relatedOffer(context, exchange, 'SIZE');
    if (exchange.command.verb === 'BDAT') {
      const sum = announcedSoFar(context, exchange);
      // Said once, by the chunk that goes over the limit or by MAIL.
      if (sum === undefined || BigInt(sum.total) <= m || BigInt(sum.before) > m) return;
      if (size !== undefined && size.octets > m) return;
      const at = exchange.command.argument;
      context.report({ at, values: { n: sum.total, m: String(m) }, related: told() });
    } else if (size !== undefined && size.octets > m) {
      const values = { n: String(size.octets), m: String(m) };
      context.report({ at: size.at, values, related: told() });
    }
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 1000
C: MAIL FROM:<a@client.example> SIZE=5000
#~                                   ^^^^ size-exceeds-limit
S: 552 5.3.4 Too big
C: QUIT
S: 221 Bye
`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-SIZE 1000
S: 250 CHUNKING
${ENVELOPE}C: BDAT 999
C: ${'a'.repeat(997)}
S: 250 OK
C: BDAT 2 LAST
#~      ^^^^^^ size-exceeds-limit
C: 
S: 552 5.3.4 Too big
${CLOSING}`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 1000
C: MAIL FROM:<a@client.example> SIZE=1000
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 0
C: MAIL FROM:<a@client.example> SIZE=5000
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});

/** The fixed maximum; undefined where there is none: no number, or 0 (RFC 1870 §4). */
function limitOf({ before, known }: Exchange): bigint | undefined {
  const text = before.capabilities.get('SIZE') ?? known.capabilities.get('SIZE') ?? '';
  // Twenty digits are more than a double holds.
  const limit = /^\d{1,20}$/.test(text) ? BigInt(text) : 0n;
  return limit === 0n ? undefined : limit;
}

interface Declared {
  readonly octets: bigint;
  readonly at: Span;
}

/** What MAIL declares, this one or that of the transaction. */
function sizeOf(exchange: Exchange, context: RuleContext): Declared | undefined {
  const mail = exchange.command.verb === 'MAIL' ? exchange : mailOf(exchange);
  const size = mail && paramsOf(mail, context).find(({ keyword }) => keyword === 'SIZE');
  if (size?.valueSpan === undefined) return undefined;
  const text = context.text(size.valueSpan);
  return /^\d{1,20}$/.test(text) ? { octets: BigInt(text), at: size.valueSpan } : undefined;
}
