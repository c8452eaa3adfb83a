import { wholeHeaderOf } from '../../transcript/headerFields.ts';
import { contentLineBefore, withLine } from '../contentFix.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

/** A header that runs into the body. */
export const headerBodySeparatorMissing = defineRule({
  id: 'header-body-separator-missing',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: 'No empty line between header and body.',
  why: 'A message is header fields, an empty line, then the body; a line that is neither a field nor a continuation makes each reader guess where the header ends.',
  advice:
    'Put an empty line before the body. A message also needs a header, with at least Date and From.',
  refs: ['RFC 5322 §2.1'],
  offWhen: 'Messages are typed by hand only to see what the server says.',
  silences: { line: ['header-field-malformed'] },
  on: 'content',
  clues: ['odd-header'],
  check({ content, exchange }, context) {
    const header = wholeHeaderOf(context.chunk, exchange, content);
    if (header?.end !== 'broken' || header.last === undefined) return;
    const { last } = header;
    // An empty line would not make a header where there is none.
    const fixable = content.how === 'data' && header.fields.length > 0;
    const edit = fixable ? contentLineBefore(context, last, '') : undefined;
    context.report({
      at: { start: last.start, end: last.end },
      // A text without any header is a placeholder rather than a slip, as in examples of RFCs.
      ...(header.fields.length === 0 && { severity: 'information' as const }),
      fix: edit && withLine(context, exchange, { title: 'Insert an empty line', edit, text: '' }),
    });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: Hello Bob,
#~ ^^^^^^^^^^ header-body-separator-missing
C: how are you
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}C: just a word
#~ ^^^^^^^^^^^ header-body-separator-missing
${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      // A header without a body is a message.
      `${UNTIL_CONTENT}${HEADER}${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${HEADER}C: X-Long: a\nC:  folded line\nC: \nC: hi\n${AFTER_CONTENT}`,
    ],
  },
});
