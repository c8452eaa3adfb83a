import { HEADER } from '../exampleParts.ts';
import { UNTIL_BDAT } from './exampleParts.ts';
import { defineRule } from '../rule.ts';

/** More than programs count with whole numbers of 32 bits. */
const TWO_GIB = 2_147_483_648;

/** A chunk so large that programs may miscount it. */
export const bdatChunkHuge = defineRule({
  id: 'bdat-chunk-huge',
  category: 'data',
  severity: 'warning',
  message: 'BDAT announces a chunk of {n} octets, more than {max}.',
  why: 'The server has to read all of it whatever it answers. Counts beyond 32 bits overflow in some programs, which then take content for commands; no honest client sends such chunks.',
  advice: 'Send the message in smaller chunks.',
  refs: ['RFC 3030 §2'],
  offWhen: 'Your messages are that large.',
  options: {
    most: {
      type: 'integer',
      default: TWO_GIB - 1,
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'How many octets a chunk may have.',
    },
  },
  silences: { line: ['size-exceeds-limit'] },
  on: 'exchange',
  verbs: ['BDAT'],
  clues: ['chunks'],
  check(exchange, context) {
    const { start, end } = exchange.command.argument;
    const n = /^\d{1,40}(?=\s|$)/.exec(
      context.text({ start, end: Math.min(end, start + 60) }),
    )?.[0];
    const max = context.option('most');
    if (n === undefined || typeof max !== 'number' || BigInt(n) <= BigInt(max)) return;
    context.report({ at: { start, end: start + n.length }, values: { n, max } });
  },
  examples: {
    bad: [
      `# @excerpt end
${UNTIL_BDAT}C: BDAT 4294967296
#~      ^^^^^^^^^^ bdat-chunk-huge
${HEADER}`,
    ],
    good: [`# @excerpt end\n${UNTIL_BDAT}C: BDAT 100000000\n${HEADER}`],
  },
});
