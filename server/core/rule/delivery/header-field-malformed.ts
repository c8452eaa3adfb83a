import { wholeHeaderOf } from '../../transcript/headerFields.ts';
import type { ContentLine } from '../../transcript/contentLines.ts';
import { mimeOf } from '../../transcript/mimeParts.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

const MOST = 20;
const LONGEST = 60;
const MBOX = /^>?From /;

/** A line between header fields that is none. */
export const headerFieldMalformed = defineRule({
  id: 'header-field-malformed',
  category: 'delivery',
  severity: 'error',
  capture: 'information',
  message: '"{text}" is not a header field{hint}.',
  why: 'A header line is a name of printing ASCII without blanks, a colon and a value, or it begins with a blank and continues the field before it; at any other line readers disagree whether the header goes on.',
  advice:
    'Write the name without blanks, such as X-My-Field:, or begin the line with a blank if it belongs to the field before.',
  refs: ['RFC 5322 §2.2', 'RFC 5322 §3.6.8'],
  offWhen: 'Messages come out of an mbox file and the server removes the "From " line.',
  on: 'content',
  clues: ['odd-header', 'mime'],
  check({ content, exchange }, context) {
    const { chunk } = context;
    const parts = mimeOf(chunk, exchange, content)?.entities ?? [];
    const message = wholeHeaderOf(chunk, exchange, content);
    const headers = [message, ...parts.slice(1).map(({ header }) => header)];
    const lines = headers.flatMap(header => {
      return header?.malformed.map(line => ({ line, first: line === header.first })) ?? [];
    });
    for (const { line, first } of lines.slice(0, MOST)) {
      const text = context.text({ start: line.start, end: line.end });
      const hint = hintOf(text, first);
      const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
      context.report({ at: placeOf(context, line), values: { text: cut.trim(), hint } });
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: Bad Field: x
#~ ^^^^^^^^^ header-field-malformed
C: 
C: hi
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}C: From a@client.example Sat Nov 21 10:00:00 2026
#~ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ header-field-malformed
${HEADER}C: 
C: hi
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}C:  folded from nothing
#~  ^^^^^^^^^^^^^^^^^^^ header-field-malformed
${HEADER}C: 
C: hi
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${HEADER}C: MIME-Version: 1.0
C: Content-Type: multipart/mixed; boundary=x
C: 
C: --x
C:  charset=utf-8
#~  ^^^^^^^^^^^^^ header-field-malformed
C: Content-Type: text/plain
C: 
C: hi
C: --x--
${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      // A part may have no header at all.
      `${UNTIL_CONTENT}${HEADER}C: MIME-Version: 1.0
C: Content-Type: multipart/mixed; boundary=x
C: 
C: --x
C: 
C:  hi
C: --x--
${AFTER_CONTENT}`,
      // Blanks before the colon are an old form.
      `${UNTIL_CONTENT}${HEADER}C: X-Note : x\nC: \nC: Bad Field: y\n${AFTER_CONTENT}`,
    ],
  },
});

function hintOf(text: string, first: boolean): string {
  if (MBOX.test(text)) return ' but the separator line of an mbox file';
  return first && /^\s/.test(text) ? ': there is none before it that it could continue' : '';
}

/** Up to the colon; the whole line where it begins with a blank or has none. */
function placeOf(
  context: RuleContext,
  { start, end }: ContentLine,
): { start: number; end: number } {
  const text = context.text({ start, end });
  const blanks = text.length - text.trimStart().length;
  const colon =
    blanks > 0 || MBOX.test(text)
      ? -1
      : context.chunk.scanner.indexOf(context.chunk.octets, 58, start, end);
  return { start: start + blanks, end: colon < 0 ? end : colon };
}
