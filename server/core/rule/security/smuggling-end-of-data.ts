import { verbOf } from '../../smtp/verbs.ts';
import type { Content } from '../../transcript/model.ts';
import { rawStretches } from '../../transcript/rawStretches.ts';
import type { RawStretch } from '../../transcript/rawStretches.ts';
import type { RuleContext } from '../context.ts';
import { sequenceName, sequencesInFile } from './fileSequences.ts';
import type { Sequence } from './fileSequences.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

const DOT = 46;
const MOST = 100;

/** A sequence that some servers take for the end of the data. */
export const smugglingEndOfData = defineRule({
  id: 'smuggling-end-of-data',
  category: 'security',
  severity: 'warning',
  message:
    '"{seq}" is not an end of data but some servers take it for one; the commands after it would be smuggled.',
  why: 'Only CRLF, dot, CRLF ends a message. Where two servers disagree on that, one message becomes two, and the second has whatever sender its author likes.',
  advice:
    'Refuse bare CR and LF in content, or turn them into CRLF and stuff the dots before the message goes on.',
  refs: ['RFC 5321 §4.1.1.4'],
  offWhen: 'Your files are made to test for smuggling.',
  silences: { line: ['bare-lf', 'bare-cr', 'dot-stuffing-missing'] },
  needs: 'file',
  on: 'content',
  clues: ['line-ends'],
  check({ content }, context) {
    if (content.how !== 'data') return;
    let left = MOST;
    for (const { at, seq, smuggles } of sequencesIn(context, content)) {
      context.report({ at, values: { seq }, severity: smuggles ? 'error' : 'warning' });
      if (--left === 0) return;
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: 
C\\: text\\n.\\nMAIL FROM:<x@evil.example>\\r\\n
#~      ^^^^^ smuggling-end-of-data
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${HEADER}C: 
C: text
C\\: .\\r
#~  ^^^ smuggling-end-of-data
C: more
${AFTER_CONTENT}`,
    ],
    good: [WHOLE, `${UNTIL_CONTENT}${HEADER}C: \nC\\: text\\r\\n..\\r\\n\n${AFTER_CONTENT}`],
  },
});

function* sequencesIn(context: RuleContext, content: Content): Generator<Sequence> {
  yield* sequencesInFile(context, content);
  for (const stretch of rawStretches(context.chunk, content.span)) {
    const { octets } = stretch;
    for (let at = octets.indexOf(DOT); at >= 0; at = octets.indexOf(DOT, at + 1)) {
      const found = sequenceAt(stretch, at, context);
      if (found !== undefined) yield found;
    }
  }
}

/** What stands around a lone dot: all but CRLF, dot, CRLF is a trap where it is a line somewhere. */
function sequenceAt(stretch: RawStretch, dot: number, context: RuleContext): Sequence | undefined {
  const text = windowOf(stretch, dot, context);
  const before = /(?:\r\n|\n|\r)\0?$/.exec(text.before)?.[0];
  const after = /^(?:\r\n|\n|\r)/.exec(text.after)?.[0];
  if (before === undefined || after === undefined) return undefined;
  if (before === '\r\n' && after === '\r\n') return undefined;
  const { origins, octets } = stretch;
  const from = Math.max(0, dot - before.length);
  const to = Math.min(octets.length, dot + 1 + after.length);
  const word = /^[A-Za-z]{4,8}/.exec(text.after.slice(after.length))?.[0] ?? '';
  return {
    at: { start: origins[from] ?? 0, end: origins[to] ?? stretch.span.end },
    seq: sequenceName(`${before}.${after}`),
    smuggles: verbOf(word) !== undefined,
  };
}

const NEAR = 12;

/** The octets around the dot; a stretch begins after a CRLF, since it is not raw before it. */
function windowOf(
  { octets, span }: RawStretch,
  dot: number,
  { chunk }: RuleContext,
): { before: string; after: string } {
  const { scanner } = chunk;
  const from = Math.max(0, dot - NEAR);
  const before = scanner.latin1(octets, from, dot);
  const end = Math.min(octets.length, dot + 1 + NEAR);
  const after = scanner.latin1(octets, dot + 1, end);
  if (end < octets.length) return { before: from === 0 ? `\r\n${before}` : before, after };
  const next = scanner.latin1(chunk.octets, span.end, Math.min(chunk.octets.length, span.end + 24));
  const line = /^(?:\r\n|\n|\r)[Cc]: ?([^\r\n]*)/.exec(next)?.[1] ?? '';
  return { before: from === 0 ? `\r\n${before}` : before, after: `${after}${line}` };
}
