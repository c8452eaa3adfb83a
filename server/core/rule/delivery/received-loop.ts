import { withoutComments } from '../../smtp/mailComments.ts';
import type { HeaderField } from '../../transcript/headerFields.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { fieldsNamed, messageHeader, valueOf } from './messageField.ts';

const RECEIVED: ReadonlySet<string> = new Set(['received']);
const BY = /\bby\s+([^\s;()]{1,255})/i;
/** A list or a filter hands the message back to its own host: that is no way round. */
const LOCAL = /^\s*(?:by\s|from\s+(?:localhost[.\s]|\[?127\.|\[?(?:IPv6:)?::1\]?\s))/i;
const LONGEST = 1_000;
const SAME_PASSES = 3;
const MOST_FIELDS = 100;

/** A message that has been here before. */
export const receivedLoop = defineRule({
  id: 'received-loop',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: '{n} Received fields{same}: probably a mail loop.',
  why: 'Each server adds a Received field; so many, or several by one host, show that a message goes round between servers.',
  advice:
    'Look at the aliases and forwards of the hosts named there; a server refuses such a message with 5.4.6.',
  refs: ['RFC 5321 §6.3', 'RFC 3463 §3.5'],
  offWhen: 'Filters hand messages back to the same host by SMTP; or raise samePasses.',
  options: {
    samePasses: {
      type: 'integer',
      default: SAME_PASSES,
      minimum: SAME_PASSES,
      maximum: 1_000,
      description: 'Received fields by one host that make a loop likely.',
    },
    mostFields: {
      type: 'integer',
      default: MOST_FIELDS,
      minimum: SAME_PASSES,
      maximum: 1_000,
      description: 'Received fields from which on it is taken for certain.',
    },
  },
  on: 'content',
  clues: ['odd-field'],
  check(node, context) {
    const fields = fieldsNamed(messageHeader(node, context), RECEIVED);
    const [newest] = fields;
    if (newest === undefined || fields.length < SAME_PASSES) return;
    const most = Number(context.option('mostFields') ?? MOST_FIELDS);
    const hosts = countHosts(fields, field => valueOf(context, node.content, field).text);
    const [host = '', passes = 0] = [...hosts].sort((x, y) => y[1].length - x[1].length)[0] ?? [];
    const count = passes === 0 ? 0 : passes.length;
    const same = count >= Number(context.option('samePasses') ?? SAME_PASSES);
    const many = fields.length >= most;
    if (!same && !many) return;
    const earlier = same && passes !== 0 ? passes.slice(1, 4) : [];
    context.report({
      at: newest.nameSpan,
      values: {
        n: fields.length,
        same: same ? `, ${String(count)} of them by ${host}` : '',
      },
      related: earlier.map(({ nameSpan }) => ({ at: nameSpan, message: 'The same host before.' })),
      ...(many ? { severity: 'error' } : {}),
    });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}C: Received: from mx.example by mx.example; Sat, 21 Nov 2026 10:00:03 +0000
#~ ^^^^^^^^ received-loop
C: Received: from mx.example by MX.example; Sat, 21 Nov 2026 10:00:02 +0000
C: Received: from mx.example by mx.example; Sat, 21 Nov 2026 10:00:01 +0000
${HEADER}C: 
C: hi
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}C: Received: from a.example by b0.example; Sat, 21 Nov 2026 10:00:03 +0000
#~ ^^^^^^^^ received-loop
${hops(99, 1)}${HEADER}C: 
C: hi
${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_CONTENT}${hops(99, 0)}${HEADER}C: \nC: hi\n${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}C: Received: from a.example by b.example; Sat, 21 Nov 2026 10:00:02 +0000
C: Received: from b.example by b.example; Sat, 21 Nov 2026 10:00:01 +0000
${HEADER}C: \nC: hi\n${AFTER_CONTENT}`,
      // A mailing list between two passes through a filter.
      `${UNTIL_CONTENT}C: Received: from localhost (localhost [127.0.0.1]) by b.example; Sat, 21 Nov 2026 10:00:04 +0000
C: Received: by b.example (from userid 38); Sat, 21 Nov 2026 10:00:03 +0000
C: Received: from localhost by b.example; Sat, 21 Nov 2026 10:00:02 +0000
C: Received: from a.example by b.example; Sat, 21 Nov 2026 10:00:01 +0000
${HEADER}C: \nC: hi\n${AFTER_CONTENT}`,
    ],
  },
});

/** Fields of as many hosts. */
function hops(count: number, first: number): string {
  return Array.from({ length: count }, (_, at) => {
    return `C: Received: from a.example by b${String(at + first)}.example; Sat, 21 Nov 2026 10:00:03 +0000\n`;
  }).join('');
}

function countHosts(
  fields: readonly HeaderField[],
  textOf: (field: HeaderField) => string,
): Map<string, HeaderField[]> {
  const hosts = new Map<string, HeaderField[]>();
  for (const field of fields) {
    const text = withoutComments(textOf(field).slice(0, LONGEST)).text;
    const host = LOCAL.test(text) ? undefined : BY.exec(text)?.[1]?.toLowerCase();
    if (host === undefined) continue;
    const same = hosts.get(host);
    if (same === undefined) hosts.set(host, [field]);
    else same.push(field);
  }
  return hosts;
}
