import { mimeOf } from '../../transcript/mimeParts.ts';
import type { MimeEntity, MimeValue } from '../../transcript/mimeParts.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

const MOST = 20;
const MIME = `${HEADER}C: MIME-Version: 1.0\n`;

/** RFC 2045 §6.1, and names that begin with x-. */
const ENCODINGS: ReadonlySet<string> = new Set([
  ...['7bit', '8bit', 'binary', 'quoted-printable', 'base64'],
]);

/** A field of MIME whose value cannot be taken apart. */
export const mimeFieldMalformed = defineRule({
  id: 'mime-field-malformed',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: '{field}: {reason}.',
  why: 'Readers and filters guess differently at what such a field means, so that one finds an attachment where another sees none.',
  advice:
    'Write type/subtype; name=value, with quotes around values that hold blanks or any of ()<>@,;:\\"/[]?=.',
  refs: ['RFC 2045 §5.1', 'RFC 2045 §6.1', 'RFC 2045 §6.4', 'RFC 2183 §2'],
  offWhen: 'Only readers that are lenient with such fields get the messages.',
  on: 'content',
  clues: ['mime'],
  check({ content, exchange }, context) {
    let left = MOST;
    for (const entity of mimeOf(context.chunk, exchange, content)?.entities ?? []) {
      left -= checkEntity(entity, context);
      if (left <= 0) return;
    }
  },
  examples: {
    bad: [
      ...[
        ['Content-Type: ', '^^^^^^^^^^^^'],
        ['Content-Type: text', '              ^^^^'],
        ['Content-Type: /plain', '              ^^^^^^'],
        ['Content-Type: text/; charset=utf-8', '              ^^^^^'],
        ['Content-Type: text/plain; charset', '                          ^^^^^^^'],
        ['Content-Type: text/plain; charset=', '^^^^^^^^^^^^'],
        ['Content-Type: text/plain; =utf-8', '                          ^'],
        ['Content-Type: text/plain;', '                        ^'],
        ['Content-Type: text/plain; name="a', '                               ^^'],
        ['Content-Type: text/plain; name=a/b', '                               ^^^'],
        ['Content-Type: text/plain; name=a b', '                                 ^'],
        ['Content-Transfer-Encoding:', '^^^^^^^^^^^^^^^^^^^^^^^^^'],
        ['Content-Transfer-Encoding: utf-8', '                           ^^^^^'],
        ['Content-Disposition: ; filename=a', '^^^^^^^^^^^^^^^^^^^'],
      ].map(
        ([field = '', carets = '']) => `${UNTIL_CONTENT}${MIME}C: ${field}
#~ ${carets} mime-field-malformed
C: 
C: hi
${AFTER_CONTENT}`,
      ),
      `${UNTIL_CONTENT}${MIME}C: Content-Type: multipart/mixed; boundary=x
C: 
C: --x
C: Content-Type: text
#~               ^^^^ mime-field-malformed
C: 
C: hi
C: --x--
${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_CONTENT}${MIME}C: Content-Type: text/plain (a comment); charset="utf-8";
C:  name*0*=utf-8''a%20b; x-y=z
C: Content-Transfer-Encoding: 7BIT
C: Content-Disposition: inline; filename="a \\"b\\".txt"
C: 
C: Content-Type: text
${AFTER_CONTENT}`,
    ],
  },
});

/** Reports the faults of each field and tells how many; one may lead to the next, so the first. */
function checkEntity({ type, encoding, disposition }: MimeEntity, context: RuleContext): number {
  let count = 0;
  for (const value of [type, encoding, disposition]) {
    const fault = value && (value === encoding ? encodingFault(value) : value.problems[0]);
    if (value === undefined || fault === undefined) continue;
    const { start, end, reason } = fault;
    const at = start < end ? value.spanOf(start, end) : value.field.nameSpan;
    context.report({ at, values: { field: context.text(value.field.nameSpan), reason } });
    count++;
  }
  return count;
}

interface Fault {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** Content-Transfer-Encoding has a list of values. */
function encodingFault({ problems, type, start, end }: MimeValue): Fault | undefined {
  const [first] = problems;
  if (first !== undefined || ENCODINGS.has(type) || type.startsWith('x-')) return first;
  return { start, end, reason: `"${type}" is no transfer encoding` };
}
