import type { Span } from '../../octets/span.ts';
import type { Header, HeaderField } from '../../transcript/headerFields.ts';
import { mimeOf } from '../../transcript/mimeParts.ts';
import type { MimeEntity } from '../../transcript/mimeParts.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import type { ContentNode, RuleOption } from '../rule.ts';
import { messageHeader, valueOf } from './messageField.ts';

/** Long by their nature: too-many-header-addresses counts them. */
const LISTS: ReadonlySet<string> = new Set(['to', 'cc']);
const MOST = 20;

/**
 * The limits and what they are of. No minimum is below what the look at a plain header lets pass
 * (clue/plainHeader.ts).
 */
const LIMITS = {
  nameOctets: limit(75, 64, 'Octets that the name of a header field may have.'),
  fieldOctets: limit(2_000, 998, 'Octets that the value of a header field may have, unfolded.'),
  headerOctets: limit(65_536, 8_192, 'Octets that a message header may have.'),
  filenameOctets: limit(255, 1, 'Octets that a file name may have.'),
  depth: limit(20, 1, 'How deep parts may be nested.'),
  parts: limit(500, 1, 'Parts that a message may have.'),
} as const;

type Limit = keyof typeof LIMITS;

function limit(standard: number, minimum: number, description: string): RuleOption {
  return { type: 'integer', default: standard, minimum, maximum: 1_000_000, description };
}

/** Reports `n` of something where that is more than the option allows. */
type Measure = (name: Limit, what: string, n: number, at: () => Span) => void;

/** A message larger in some way than programs are made for. */
export const messageLimits = defineRule({
  id: 'message-limits',
  category: 'delivery',
  severity: 'information',
  capture: 'hint',
  message: '{what}: {n}, more than {limit}.',
  why: 'No standard forbids it, but programs have limits of their own, and a message beyond them is refused, cut, or passes a filter unread.',
  advice: 'Shorten it, or raise the limit here where it is known to do no harm.',
  refs: ['RFC 5321 §4.5.3', 'RFC 5322 §2.1.1'],
  offWhen: 'All programs on the way are known to take more.',
  options: LIMITS,
  on: 'content',
  clues: ['odd-field', 'mime'],
  check(node, context) {
    let left = MOST;
    const measure: Measure = (name, what, n, at) => {
      const most = Number(context.option(name) ?? LIMITS[name].default);
      if (n <= most || left-- <= 0) return;
      context.report({ at: at(), values: { what, n, limit: most } });
    };
    const header = messageHeader(node, context);
    if (header === undefined) return;
    checkHeader(header, measure);
    for (const field of header.fields) checkField(field, node, { context, measure });
    checkParts(mimeOf(context.chunk, node.exchange, node.content)?.entities ?? [], measure);
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: X-${'a'.repeat(74)}: b
#~ message-limits
C: 
C: hi
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${HEADER}C: X-Long: ${'a'.repeat(900)}
#~ ^^^^^^ message-limits
C:  ${'a'.repeat(900)}
C:  ${'a'.repeat(900)}
C: 
C: hi
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${HEADER}C: MIME-Version: 1.0
C: Content-Disposition: attachment; filename="${'a'.repeat(256)}"
#~ message-limits
C: 
C: hi
${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_CONTENT}${HEADER}C: X-${'a'.repeat(73)}: b\nC: \nC: hi\n${AFTER_CONTENT}`,
    ],
  },
});

function checkHeader({ fields }: Header, measure: Measure): void {
  const [first, last] = [fields[0], fields.at(-1)];
  if (first === undefined || last === undefined) return;
  const octets = last.body.end - first.nameSpan.start;
  measure('headerOctets', 'Octets of the header', octets, () => first.nameSpan);
}

interface Means {
  readonly context: RuleContext;
  readonly measure: Measure;
}

function checkField(
  field: HeaderField,
  { content }: ContentNode,
  { context, measure }: Means,
): void {
  const { name, nameSpan, body } = field;
  measure('nameOctets', 'Octets of a field name', name.length, () => nameSpan);
  // The marks of the speaker only make it longer.
  if (!LISTS.has(name) && body.end - body.start > Number(context.option('fieldOctets') ?? 0)) {
    const { length } = valueOf(context, content, field).text;
    measure('fieldOctets', `Octets of ${context.text(nameSpan)}`, length, () => nameSpan);
  }
}

function checkParts(entities: readonly MimeEntity[], measure: Measure): void {
  const [message] = entities;
  const whole = (): Span => message?.type?.field.nameSpan ?? { start: 0, end: 0 };
  measure('parts', 'Parts of the message', entities.length - 1, whole);
  const deepest = entities.reduce((depth, entity) => Math.max(depth, entity.depth), 0);
  measure('depth', 'Depth of nested parts', deepest, whole);
  for (const { type, disposition } of entities) {
    const named = [
      [disposition, 'filename'],
      [type, 'name'],
    ] as const;
    for (const [value, name] of named) {
      const param = value?.params.get(name) ?? value?.params.get(`${name}*`);
      if (value === undefined || param === undefined) continue;
      const { start, end } = param;
      measure('filenameOctets', 'Octets of a file name', param.value.length, () =>
        value.spanOf(start, end),
      );
    }
  }
}
