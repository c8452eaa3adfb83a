import { SINGLE_FIELDS } from '../../smtp/singleFields.ts';
import { wholeHeaderOf } from '../../transcript/headerFields.ts';
import type { HeaderField } from '../../transcript/headerFields.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

/** The fields as they are written, by their names in lower case. */
const ONCE: ReadonlyMap<string, string> = new Map(
  SINGLE_FIELDS.map(name => [name.toLowerCase(), name]),
);

/** A field twice that may come once. */
export const headerDuplicate = defineRule({
  id: 'header-duplicate',
  category: 'delivery',
  severity: 'warning',
  message: '{field} appears {n} times, at most once is allowed.',
  why: 'Programs differ in which of the two they show and check; two From fields are a usual trick of forgers.',
  advice:
    'Keep one of them; addresses and identifiers go into one field, separated as that field wants.',
  refs: ['RFC 5322 §3.6'],
  offWhen: 'Messages are made by hand to see which of two fields a reader takes.',
  on: 'content',
  clues: ['odd-header'],
  check({ content, exchange }, context) {
    const header = wholeHeaderOf(context.chunk, exchange, content);
    for (const [name, fields] of repeated(header?.fields ?? [])) {
      const [first, second] = fields;
      if (first === undefined || second === undefined) continue;
      context.report({
        at: second.nameSpan,
        values: { field: name, n: fields.length },
        related: [{ at: first.nameSpan, message: 'It is here already.' }],
      });
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: from: c@client.example
#~ ^^^^ header-duplicate
C: 
C: hi
${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_CONTENT}C: X-Note: a\nC: X-Note: b\n${HEADER}C: \nC: From: z\n${AFTER_CONTENT}`,
    ],
  },
});

function repeated(fields: readonly HeaderField[]): [name: string, fields: HeaderField[]][] {
  const found = new Map<string, HeaderField[]>();
  for (const field of fields) {
    const name = ONCE.get(field.name);
    if (name === undefined) continue;
    const same = found.get(name) ?? [];
    same.push(field);
    found.set(name, same);
  }
  return [...found].filter(([, same]) => same.length > 1);
}
