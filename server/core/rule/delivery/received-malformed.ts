import { withoutComments } from '../../smtp/mailComments.ts';
import { mailDateProblem } from '../../smtp/mailDate.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { fieldsNamed, messageHeader, valueOf } from './messageField.ts';

const RECEIVED: ReadonlySet<string> = new Set(['received']);
const MOST = 10;
const LONGEST = 10_000;

/** A time stamp that servers cannot compare. */
export const receivedMalformed = defineRule({
  id: 'received-malformed',
  category: 'delivery',
  severity: 'information',
  capture: 'off',
  message: 'Received field is not "from … by … ; date": {reason}.',
  why: 'These fields are how delays and loops are found; programs read who took the message from whom, for whom and when.',
  advice:
    'Let the server that adds it write from, by and, after a semicolon, the date with a year of four digits and a zone as a number.',
  refs: ['RFC 5321 §4.4', 'RFC 5322 §3.6.7'],
  offWhen: 'The fields come from servers that nobody can change.',
  on: 'content',
  clues: ['trace-field'],
  check(node, context) {
    const fields = fieldsNamed(messageHeader(node, context), RECEIVED);
    for (const field of fields.slice(0, MOST)) {
      const reason = reasonOf(valueOf(context, node.content, field).text);
      if (reason !== undefined) context.report({ at: field.nameSpan, values: { reason } });
    }
  },
  examples: {
    bad: [
      'x',
      'from a.example by mx.example',
      'from a.example by mx.example; Sat, 21 Nov 26 10:00:00 +0000',
      'from a.example by mx.example for <b@mx.example>,<c@mx.example>; Sat, 21 Nov 2026 10:00:00 +0000',
      'from a.example with SMTP; Sat, 21 Nov 2026 10:00:00 +0000',
      '(qmail 1 invoked by uid 0); 21 Nov 2026 10:00:00 -0000',
    ].map(
      value => `${UNTIL_CONTENT}C: Received: ${value}
#~ ^^^^^^^^ received-malformed
${HEADER}C: 
C: hi
${AFTER_CONTENT}`,
    ),
    good: [
      WHOLE,
      ...[
        'from a.example (a.example [192.0.2.1]) by mx.example (Postfix) with ESMTP id 4F1A; Sat, 21 Nov 2026 10:00:00 +0000 (UTC)',
        'from a.example ([192.0.2.1])\nC: \tby mx.example with esmtps (TLS1.3; AES256)\nC: \tfor b@mx.example;\nC: \tSat, 21 Nov 2026 10:00:00 +0000',
        'by mx.example (Postfix, from userid 0) id 4F1A; Sat, 21 Nov 2026 10:00:00 +0000',
      ].map(
        value => `${UNTIL_CONTENT}C: Received: ${value}\n${HEADER}C: \nC: hi\n${AFTER_CONTENT}`,
      ),
    ],
  },
});

/** A message that began on the host itself came from nowhere: that clause may be left out. */
function reasonOf(value: string): string | undefined {
  const { text } = withoutComments(value.slice(0, LONGEST));
  const semicolon = text.lastIndexOf(';');
  if (semicolon < 0) return 'it has no date';
  const clauses = text.slice(0, semicolon);
  if (!/^\s*(?:from|by)\s/i.test(clauses)) return 'it begins with neither from nor by';
  if (!/\bby\s+\S/i.test(clauses)) return 'it does not say by whom';
  const paths = /\sfor\s+(.*)$/i.exec(clauses)?.[1] ?? '';
  if (/,|>\s*</.test(paths)) return 'for names more than one address';
  const date = mailDateProblem(text.slice(semicolon + 1));
  return date === undefined ? undefined : date.reason;
}
