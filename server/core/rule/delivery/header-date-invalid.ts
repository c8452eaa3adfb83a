import { mailDateProblem } from '../../smtp/mailDate.ts';
import { withText } from '../contentFix.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import { fieldsNamed, messageHeader, trimmedSpan, valueOf } from './messageField.ts';

const FIELDS: ReadonlySet<string> = new Set(['date', 'resent-date']);
const OTHERS = HEADER.slice(HEADER.indexOf('C: From'));

/** A date that is none. */
export const headerDateInvalid = defineRule({
  id: 'header-date-invalid',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: '{field} is not valid: {reason}.',
  why: 'Readers sort and show a message by this date: it has a day that exists, a year of four digits and a zone as a number, and the weekday, if given, is the one of that day.',
  advice: 'Write it like Sat, 21 Nov 2026 10:00:00 +0000.',
  refs: ['RFC 5322 §3.3', 'RFC 5322 §4.3', 'RFC 5321 §4.4'],
  offWhen: 'Old messages are sent again as they are.',
  on: 'content',
  clues: ['odd-field'],
  check(node, context) {
    const { content } = node;
    for (const field of fieldsNamed(messageHeader(node, context), FIELDS)) {
      const value = valueOf(context, content, field);
      const found = mailDateProblem(value.text);
      if (found === undefined) continue;
      const text = found.rewritten ?? context.date;
      const fixable =
        text !== undefined && content.how === 'data' && !field.raw && field.lines === 1;
      const whole = trimmedSpan(value);
      context.report({
        at: found.start < found.end ? value.spanOf(found.start, found.end) : field.nameSpan,
        values: { field: context.text(field.nameSpan), reason: found.reason },
        ...(found.kind === 'obsolete' ? { severity: 'hint' } : {}),
        fix: fixable
          ? withText(
              context,
              node.exchange,
              unsafeFix(
                'Rewrite the date',
                whole,
                whole.start === field.body.start ? ` ${text}` : text,
              ),
            )
          : undefined,
      });
    }
  },
  examples: {
    bad: [
      ...[
        ['Mon, 21 Nov 26 10:00 GMT', '            ^^'],
        ['Mon, 21 Nov 2026 10:00:00 +0000', '^^^'],
        ['21 Nov 2026 10:00:00', '                  ^^'],
        ['Sat, 21 Nov 2026 10:00:00 GMT', '                          ^^^'],
        ['31 Feb 2026 10:00:00 +0000', '^^'],
        ['2026-11-21T10:00:00Z', '^^^^^^^^^^^^^^^^^^^^'],
        ['Sat, 21 Nov 2026 10:00:00 +1', '                          ^^'],
      ].map(
        ([value = '', carets = '']) =>
          `${UNTIL_CONTENT}C: Date: ${value}
#~       ${carets} header-date-invalid
${OTHERS}C: 
C: hi
${AFTER_CONTENT}`,
      ),
    ],
    good: [
      WHOLE,
      ...[
        '21 Nov 2026 10:00 -0330',
        'Sat,  1 Nov 1997 23:59:60 +0000 (a (nested) comment)',
        'Thu, 29 Feb 2024 00:00:00 +0000',
        'Sat, 21 Nov 2026\nC:  10:00:00 +0000',
      ].map(
        value => `${UNTIL_CONTENT}C: Date: ${value}\n${OTHERS}C: \nC: Date: x\n${AFTER_CONTENT}`,
      ),
    ],
  },
});
