import { withoutComments } from '../../smtp/mailComments.ts';
import { contentLineBefore, withLine } from '../contentFix.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { contentLineAt, fieldsNamed, messageHeader, trimmedSpan, valueOf } from './messageField.ts';

const VERSION: ReadonlySet<string> = new Set(['mime-version']);
const MIME: ReadonlySet<string> = new Set([
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
  'content-id',
  'content-description',
]);

/** Fields of MIME in a message that does not say it is MIME. */
export const mimeVersionMissing = defineRule({
  id: 'mime-version-missing',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: 'MIME fields without MIME-Version: 1.0.',
  why: 'Only with that field does a message follow MIME; without it some readers show the source of the parts instead.',
  advice: 'Add MIME-Version: 1.0 to the header.',
  refs: ['RFC 2045 §4'],
  offWhen: 'Readers of these messages are known to go by Content-Type alone.',
  on: 'content',
  clues: ['mime'],
  check(node, context) {
    const header = messageHeader(node, context);
    const [version] = fieldsNamed(header, VERSION);
    if (version !== undefined) {
      const value = valueOf(context, node.content, version);
      // Comments may stand anywhere in it, even between the digits and the dot.
      if (withoutComments(value.text).text.replace(/\s/g, '') === '1.0') return;
      const at = trimmedSpan(value);
      context.report({ at: at.end > at.start ? at : version.nameSpan });
      return;
    }
    const [field] = fieldsNamed(header, MIME);
    if (field === undefined) return;
    const line = contentLineAt(context, node.content, field.nameSpan.start);
    const fixable = line !== undefined && node.content.how === 'data';
    const text = 'MIME-Version: 1.0';
    const edit = fixable ? contentLineBefore(context, line, text) : undefined;
    context.report({
      at: field.nameSpan,
      fix: edit && withLine(context, node.exchange, { title: `Insert ${text}`, edit, text }),
    });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: Content-Type: text/html
#~ ^^^^^^^^^^^^ mime-version-missing
C: 
C: <p>hi
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${HEADER}C: MIME-Version: 2.0
#~               ^^^ mime-version-missing
C: 
C: hi
${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_CONTENT}${HEADER}C: Content-Type: text/plain
C: Mime-version: 1.0 (by hand)
C: 
C: hi
${AFTER_CONTENT}`,
    ],
  },
});
