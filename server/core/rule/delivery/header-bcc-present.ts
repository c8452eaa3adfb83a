import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { deleteField, fieldsNamed, messageHeader, trimmedSpan, valueOf } from './messageField.ts';

const BCC: ReadonlySet<string> = new Set(['bcc', 'resent-bcc']);

/** Blind copies that all can see. */
export const headerBccPresent = defineRule({
  id: 'header-bcc-present',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: 'A {field} field with addresses is sent.',
  why: 'Whoever receives the message can see whom it was secretly sent to as well.',
  advice: 'Keep those addresses in RCPT commands and take the field out before sending.',
  refs: ['RFC 5322 §3.6.3', 'RFC 5321 §7.2'],
  offWhen: 'The submission server removes the field, which RFC 5322 allows.',
  on: 'content',
  clues: ['odd-field'],
  check(node, context) {
    for (const field of fieldsNamed(messageHeader(node, context), BCC)) {
      const value = valueOf(context, node.content, field);
      if (value.text.trim() === '') continue;
      // Who submits may leave it to the server.
      const submits = node.exchange.before.authenticated;
      context.report({
        at: trimmedSpan(value),
        values: { field: context.text(field.nameSpan) },
        ...(submits ? { severity: 'information' } : {}),
        fix: deleteField(context, node.content, field),
      });
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: Bcc: c@mx.example
#~      ^^^^^^^^^^^^ header-bcc-present
C: 
C: hi
${AFTER_CONTENT}`,
    ],
    good: [WHOLE, `${UNTIL_CONTENT}${HEADER}C: Bcc: \nC: \nC: Bcc: c@mx.example\n${AFTER_CONTENT}`],
  },
});
