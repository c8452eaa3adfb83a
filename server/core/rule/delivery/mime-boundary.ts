import { lastContentLines } from '../../transcript/contentParts.ts';
import { mimeOf } from '../../transcript/mimeParts.ts';
import type { Delimiters, MimeEntity, MimeValue } from '../../transcript/mimeParts.ts';
import type { RuleContext } from '../context.ts';
import { contentLineAfter, withLine } from '../contentFix.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import type { ContentNode, Report } from '../rule.ts';

const LONGEST = 70;
const LETTERS = /^[A-Za-z0-9'()+_,\-./:=? ]*[A-Za-z0-9'()+_,\-./:=?]$/;
const MIXED = `${HEADER}C: MIME-Version: 1.0\nC: Content-Type: multipart/mixed`;

/** A multipart whose parts cannot be told apart. */
export const mimeBoundary = defineRule({
  id: 'mime-boundary',
  category: 'delivery',
  severity: 'error',
  capture: 'information',
  message: 'Boundary {b} is {state}.',
  why: 'The parts of a multipart lie between lines of two hyphens and its boundary, the last of them with two hyphens more; without these a reader shows one part as another or none at all.',
  advice:
    'Give the multipart a boundary of 1 to 70 plain characters, put --boundary before each part and --boundary-- after the last. Up to 1,000 parts, 100 deep, are looked at; messages within messages are not.',
  refs: ['RFC 2046 §5.1.1'],
  offWhen: 'Messages are cut short on purpose, as some reports quote them.',
  on: 'content',
  clues: ['mime'],
  check(node, context) {
    const mime = mimeOf(context.chunk, node.exchange, node.content);
    if (mime === undefined) return;
    // Where the walk or the message was cut short, what is missing may be there.
    const whole = mime.complete && (node.content.how === 'bdat' || node.content.terminator);
    for (const entity of mime.entities) {
      const { type, delimiters } = entity;
      if (type?.type !== 'multipart') continue;
      const found =
        formProblem(type) ?? (whole ? linesProblem(entity, type, delimiters) : undefined);
      if (found === undefined) continue;
      context.report({ ...found, fix: closingFix(node, entity, context) });
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${MIXED}; boundary=x
#~                                         ^ mime-boundary
C: 
C: hi
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${MIXED}
#~               ^^^^^^^^^^^^^^^ mime-boundary
C: 
C: hi
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${MIXED}; boundary="x y"
#~                                         ^^^^^ mime-boundary
C: 
C: --x y
C: 
C: hi
C: --x yz
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${MIXED}; boundary=${'x'.repeat(71)}
#~ mime-boundary
C: 
C: --${'x'.repeat(71)}
C: 
C: --${'x'.repeat(71)}--
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${MIXED}; boundary="a*b"
#~                                         ^^^^^ mime-boundary
C: 
C: --a*b
C: 
C: --a*b--
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${MIXED}; boundary=out
C: 
C: --out
C: Content-Type: multipart/alternative; boundary=in
#~                                               ^^ mime-boundary
C: 
C: --in
C: 
C: hi
C: --out--
${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_CONTENT}${MIXED};
C:  boundary="a b"
C: 
C: This is a message of several parts.
C: --a b
C: 
C: --a bc is text
C: --a b  
C: Content-Type: multipart/alternative; boundary=a
C: 
C: --a
C: 
C: hi
C: --a--
C: --a b--
C: The end.
${AFTER_CONTENT}`,
    ],
  },
});

/** What the parameter itself has; a fault of the whole field is another rule's. */
function formProblem({ params, problems, start, end, spanOf }: MimeValue): Report | undefined {
  const boundary = params.get('boundary');
  if (boundary === undefined) {
    if (problems.length > 0) return undefined;
    return { at: spanOf(start, end), values: { b: 'parameter', state: 'missing' } };
  }
  const { value } = boundary;
  if (value === '') return undefined;
  const at = spanOf(boundary.start, boundary.end);
  const b = `"${value}"`;
  if (value.length > LONGEST) return { at, values: { b, state: 'longer than 70 characters' } };
  if (LETTERS.test(value)) return undefined;
  return { at, values: { b, state: 'not of the allowed characters' } };
}

function linesProblem(
  { header }: MimeEntity,
  { params, spanOf }: MimeValue,
  delimiters: Delimiters | undefined,
): Report | undefined {
  const boundary = params.get('boundary');
  if (boundary === undefined || delimiters === undefined) return undefined;
  const state = stateOf(delimiters);
  if (state === undefined || header.end === 'content') return undefined;
  const { last } = delimiters;
  return {
    at: spanOf(boundary.start, boundary.end),
    values: { b: `"${boundary.value}"`, state },
    related: last
      ? [{ at: { start: last.start, end: last.end }, message: 'The last line with it.' }]
      : [],
  };
}

function stateOf({ parts, closed }: Delimiters): string | undefined {
  if (parts === 0) return closed ? 'closed before any part' : 'never used';
  return closed ? undefined : 'not closed';
}

/** Only the outermost multipart is known to end where the message does. */
function closingFix(
  { content, exchange }: ContentNode,
  { depth, type, delimiters }: MimeEntity,
  context: RuleContext,
): Report['fix'] {
  const boundary = type?.params.get('boundary')?.value;
  const open = delimiters !== undefined && delimiters.parts > 0 && !delimiters.closed;
  if (!open || boundary === undefined || depth > 0 || content.how !== 'data') return undefined;
  const [last] = lastContentLines(context.chunk, content, 1);
  const text = `--${boundary}--`;
  const edit = last && contentLineAfter(context, last, text);
  return edit && withLine(context, exchange, { title: `Append ${text}`, edit, text });
}
