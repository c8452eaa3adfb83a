import type { Span } from '../../octets/span.ts';
import { firstContentLine } from '../../transcript/contentParts.ts';
import type { Content } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { guessTerminator } from './terminatorGuess.ts';

const DOT = 46;
const LF = 10;
const MOST = 100;
/** They print a dot for each octet that is no printable ASCII. */
const LOSSY: ReadonlySet<string> = new Set([
  'curl-trace-ascii',
  'tshark-follow-ascii',
  'tcpdump-A',
]);

/** A line of content that begins with a dot the client did not double. */
export const dotStuffingMissing = defineRule({
  id: 'dot-stuffing-missing',
  category: 'data',
  severity: 'warning',
  message: 'The line begins with a single dot, which the receiver will delete.',
  why: 'A client puts a second dot before a line that begins with one; the receiver takes one dot away from every such line.',
  advice: 'Double the dot, unless the line is meant to arrive without it.',
  refs: ['RFC 5321 §4.5.2'],
  offWhen: 'The content was copied from a message file and nothing in it is stuffed.',
  on: 'content',
  clues: ['odd-lines'],
  check({ content }, context) {
    if (content.how !== 'data' || !content.shown || LOSSY.has(context.chunk.dialect)) return;
    const terminator =
      content.terminator === undefined ? guessTerminator(context, content).malformed : undefined;
    let left = MOST;
    for (const at of dottedLines(context, content)) {
      if (at.start === terminator?.start) continue;
      context.report({ at, fix: unsafeFix('Double the dot', at, '..') });
      if (--left === 0) return;
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi\nC: .hidden\n#~ ^ dot-stuffing-missing\n${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_CONTENT}${HEADER}C: \nC: ..hidden\nC:  .x\nC: a.b\nC: ...\n${AFTER_CONTENT}`,
    ],
  },
});

/** The lone leading dots of content lines, found by native search. */
function* dottedLines(context: RuleContext, content: Content): Generator<Span> {
  const { chunk } = context;
  for (const sequence of candidates(context, content)) {
    for (const block of content.blocks) {
      let from = Math.max(0, block.start - 1);
      while (from < block.end) {
        const found = chunk.scanner.indexOfSequence(chunk.octets, sequence, from, block.end);
        if (found < 0) break;
        const at = found + sequence.length - 1;
        if (isLoneDot(context, content, at)) yield { start: at, end: at + 1 };
        from = at;
      }
    }
  }
}

/** How a physical line begins whose content begins with a dot. */
function candidates({ chunk }: RuleContext, content: Content): Uint8Array[] {
  const first = firstContentLine(chunk, content);
  if (first === undefined) return [];
  const dress = chunk.octets.subarray(first.from, first.start);
  const dresses = [dress, ...(dress.length > 0 ? [new Uint8Array(0)] : [])];
  if (chunk.dialect === 'smtp' && !first.raw) dresses.push(chunk.scanner.encode('C\\: '));
  return dresses.map(octets => Uint8Array.of(LF, ...octets, DOT));
}

function isLoneDot({ chunk }: RuleContext, content: Content, at: number): boolean {
  const { octets, scanner } = chunk;
  if (octets[at + 1] === DOT) return false;
  const from = scanner.lastIndexOf(octets, LF, 0, at) + 1;
  const found = scanner.indexOf(octets, LF, at, octets.length);
  const to = found < 0 ? octets.length : found;
  return content.clothes(octets, from, to) === at;
}
