import { paramsOf } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** A declared size over the limit that the server gave. */
export const sizeExceedsLimit = defineRule({
  id: 'size-exceeds-limit',
  category: 'extension',
  severity: 'error',
  message: '{n} octets exceed the server limit of {m}.',
  why: 'The number after SIZE in the EHLO reply is a fixed maximum; the server answers 552.',
  advice: 'Send a smaller message, or ask the server to raise its limit.',
  refs: ['RFC 1870 §4', 'RFC 1870 §6.1'],
  on: 'exchange',
  verbs: ['MAIL'],
  clues: ['odd-params'],
  check(exchange, context) {
    const { before, known } = exchange;
    const size = paramsOf(exchange, context).find(({ keyword }) => keyword === 'SIZE');
    if (size?.valueSpan === undefined) return;
    const n = context.text(size.valueSpan);
    const m = before.capabilities.get('SIZE') ?? known.capabilities.get('SIZE') ?? '';
    // No number, or 0: there is no fixed limit. Twenty digits are more than a double holds.
    if (!/^\d{1,20}$/.test(n) || !/^\d{1,20}$/.test(m) || BigInt(m) === 0n) return;
    if (BigInt(n) > BigInt(m)) context.report({ at: size.valueSpan, values: { n, m } });
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
