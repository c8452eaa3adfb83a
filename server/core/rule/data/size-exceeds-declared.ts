import type { Content, Exchange, Transaction } from '../../transcript/model.ts';
import { tallyOf } from '../../transcript/tallyOf.ts';
import { hasPathOnly } from '../clue/commandClues.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, DATA, HEADER } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { mailParam } from '../mailParams.ts';
import { defineRule } from '../rule.ts';

const head = (size: number): string => `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 100000
C: MAIL FROM:<a@client.example> SIZE=${String(size)}
`;
const TAIL = `S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}${HEADER}C: \nC: hi\n${AFTER_CONTENT}`;

/** More content than SIZE= said. */
export const sizeExceedsDeclared = defineRule({
  id: 'size-exceeds-declared',
  category: 'data',
  severity: 'warning',
  capture: 'information',
  message: 'The message has {n} octets, SIZE= said {m}.',
  why: 'A server may refuse the message after the transfer where it turns out larger than declared.',
  advice:
    'Declare the size with CRLFs, stuffed dots and the final dot not counted; estimates should err upwards.',
  refs: ['RFC 1870 §6', 'RFC 1870 §6.3'],
  offWhen: 'The content was edited after it was recorded, so that its octets no longer count.',
  on: 'transaction',
  clues: ['big-content', 'odd-params', 'chunks'],
  check(transaction, context) {
    if (hasPathOnly(context.chunk, transaction.mail.command)) return;
    const value = mailParam(context, transaction.mail, 'SIZE')?.valueSpan;
    if (value === undefined) return;
    const text = context.text(value);
    if (!/^\d{1,15}$/.test(text)) return;
    const octets = octetsOf(context, transaction, Number(text));
    if (octets === undefined || octets <= Number(text)) return;
    context.report({
      at: value,
      values: { n: octets, m: Number(text) },
      related: transaction.final
        ? [{ at: transaction.final.command.span, message: 'The message is sent here.' }]
        : [],
      fix: transaction.mail.command.raw
        ? undefined
        : unsafeFix('Declare the counted octets', value, String(octets)),
    });
  },
  examples: {
    bad: [`${head(10)}#~                                   ^^ size-exceeds-declared\n${TAIL}`],
    good: [`${head(200)}${TAIL}`, `${head(131)}${TAIL}`],
  },
});

/** All octets of the message; undefined where it is not shown whole or is plainly small enough. */
function octetsOf(
  context: RuleContext,
  { final, chunks }: Transaction,
  declared: number,
): number | undefined {
  const contents = [...new Set([...chunks, final])].map(exchange => wholeContentOf(exchange));
  let total = 0;
  let extent = 0;
  for (const content of contents) extent += content ? content.span.end - content.span.start : 0;
  // Each line gains at most a CR over its physical form: no need to count.
  if (extent * 2 <= declared) return undefined;
  for (const content of contents) {
    if (content === undefined) return undefined;
    total += content.shown ? tallyOf(context.chunk, content).octets : Number.NaN;
  }
  return Number.isNaN(total) ? undefined : total;
}

function wholeContentOf(exchange: Exchange | undefined): Content | undefined {
  const content = exchange?.content;
  return content?.how === 'data' && content.terminator === undefined ? undefined : content;
}
