import type { ContentLine } from '../../transcript/contentLines.ts';
import { contentLinesIn } from '../../transcript/contentParts.ts';
import type { Header, HeaderField } from '../../transcript/headerFields.ts';
import type { RuleContext } from '../context.ts';
import { contentLineAfter, grownBy } from '../contentFix.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import type { ContentNode, Edit, Fix } from '../rule.ts';
import { messageHeader } from './messageField.ts';

const LIMIT = 78;
const HARD_LIMIT = 998;
const MOST = 20;

/** Written by programs, signed or not to be folded: nobody shortens them by hand. */
const EXEMPT =
  /^(?:x-.*|arc-.*|dkim-signature|domainkey-signature|authentication-results|received|received-spf|list-.*|references|in-reply-to|message-id|content-.*|autocrypt)$/;

/** A header line that many readers cut. */
export const headerLineLong = defineRule({
  id: 'header-line-long',
  category: 'delivery',
  severity: 'hint',
  capture: 'off',
  message: 'Header line of {n} characters; up to {limit} is recommended.',
  why: 'Lines should have no more than 78 characters, because some readers cut or wrap what is longer; 998 is the hard limit.',
  advice: 'Fold the field: break the line before a blank.',
  refs: ['RFC 5322 §2.1.1', 'RFC 5322 §2.2.3'],
  offWhen: 'Long lines are of no concern, or the text is one word that cannot be folded.',
  options: {
    limit: {
      type: 'integer',
      default: LIMIT,
      minimum: LIMIT,
      maximum: HARD_LIMIT,
      description: 'Characters that a header line may have.',
    },
  },
  on: 'content',
  clues: ['odd-field'],
  check(node, context) {
    const header = messageHeader(node, context);
    const limit = Number(context.option('limit') ?? LIMIT);
    if (header === undefined) return;
    let left = MOST;
    for (const { line, field } of longLinesOf(header, node, context)) {
      const { start, end } = line;
      const text = context.text({ start, end });
      if (text.length <= limit || line.raw || EXEMPT.test(field.name)) continue;
      const fold = node.content.how === 'data' ? foldFix(context, line, text) : undefined;
      const octets = 2 * (fold?.edits.length ?? 0);
      const fix = fold && grownBy(context, { exchange: node.exchange, octets }, fold);
      context.report({ at: { start, end }, values: { n: text.length, limit }, fix });
      if (--left === 0) return;
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER.replace('t\n', `${'a'.repeat(80)}\n`)}`.replace(
        /(Subject.*\n)/,
        '$1#~ header-line-long\n',
      ) + `C: \nC: hi\n${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${HEADER}C: Comments: ${'some words '.repeat(7)}
#~ header-line-long
C: \nC: hi\n${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_CONTENT}${HEADER}C: X-Long: ${'a'.repeat(90)}\nC: \nC: ${'a'.repeat(90)}\n${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${HEADER}C: Comments: ${'a'.repeat(68)}\nC: \nC: hi\n${AFTER_CONTENT}`,
    ],
  },
});

interface FieldLine {
  readonly line: ContentLine;
  readonly field: HeaderField;
}

/** The lines of the header of more octets than any limit, each with its field. */
function* longLinesOf(
  { fields, first, last }: Header,
  { content }: ContentNode,
  { chunk }: RuleContext,
): Generator<FieldLine> {
  const end = last?.from ?? content.span.end;
  let at = 0;
  for (const line of contentLinesIn(chunk, content, { start: first?.from ?? end, end })) {
    while ((fields[at + 1]?.nameSpan.start ?? Infinity) <= line.start) at++;
    const field = fields[at];
    if (field !== undefined && line.end - line.start > LIMIT) yield { line, field };
  }
}

/** Breaks the line before blanks; undefined where some piece would stay too long. */
function foldFix(context: RuleContext, line: ContentLine, text: string): Fix | undefined {
  if (!/^[\x20-\x7e]*$/.test(text)) return undefined;
  const edits: Edit[] = [];
  const trimmed = text.trimEnd();
  let from = 0;
  while (trimmed.length - from > LIMIT) {
    // Nothing but blanks on a line would look like the end of the header.
    const lead = /^\s*\S+:?\s*\S/.exec(trimmed.slice(from))?.[0].length ?? LIMIT;
    const blank = trimmed.lastIndexOf(' ', from + LIMIT);
    if (blank < from + lead) return undefined;
    const edit = contentLineAfter(context, { ...line, to: line.start + blank }, '');
    if (edit === undefined) return undefined;
    edits.push(edit);
    from = blank;
  }
  return edits.length === 0 ? undefined : { title: 'Fold the field', safe: false, edits };
}
