import { pathTextOf } from '../../transcript/envelope.ts';
import type { Header, HeaderField } from '../../transcript/headerFields.ts';
import type { RuleContext } from '../context.ts';
import { contentLineBefore, withLine, withText } from '../contentFix.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { mailOf } from '../mailParams.ts';
import { defineRule } from '../rule.ts';
import type { ContentNode, Fix } from '../rule.ts';
import { messageHeader, trimmedSpan, valueOf } from './messageField.ts';

/** msg-id of RFC 5322 §3.6.4; the old form allows quotes on the left (§4.5.4). */
const MESSAGE_ID =
  /^\s*<(?:[^\s<>@"]{1,998}|"[^"<>\r\n]{1,998}")@(?:[^\s<>@[\]]{1,998}|\[[^[\]\\<>]{0,998}\])>\s*$/;

/** A message that cannot be told from others. */
export const headerMessageId = defineRule({
  id: 'header-message-id',
  category: 'delivery',
  severity: 'information',
  capture: 'hint',
  message: 'Message-ID is {state}.',
  why: 'The identifier of a message is what replies refer to, duplicates are known by and logs are searched for; many receivers distrust a message without it.',
  advice: 'Give each message one Message-ID of its own, <something-unique@your.domain.example>.',
  refs: ['RFC 5322 §3.6.4'],
  offWhen: 'The messages are submitted to a server that adds the field (RFC 6409 §8.3).',
  on: 'content',
  clues: ['odd-field', 'odd-header'],
  check(node, context) {
    const header = messageHeader(node, context);
    if (header === undefined) return;
    const field = header.fields.find(({ name }) => name === 'message-id');
    if (field === undefined) checkMissing(header, node, context);
    else checkForm(field, node, context);
  },
  examples: {
    bad: [
      ...[
        ['42', '^^'],
        ['1@client.example', '^^^^^^^^^^^^^^^^'],
        ['<1@client.example> <2@client.example>', '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^'],
        ['<1 2@client.example>', '^^^^^^^^^^^^^^^^^^^^'],
      ].map(
        ([value = '', carets = '']) =>
          `${UNTIL_CONTENT}${HEADER.replace(
            '<1@client.example>\n',
            `${value}\n#~             ${carets} header-message-id\n`,
          )}C: \nC: hi\n${AFTER_CONTENT}`,
      ),
      `${UNTIL_CONTENT}${HEADER.replace('C: Message-ID: <1@client.example>\n', '').replace(
        '+0000\n',
        '+0000\n#~ ^^^^ header-message-id\n',
      )}C: \nC: hi\n${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      ...['<1@[192.0.2.1]>', '<"a b"@client.example>', '\nC:  <1@client.example>'].map(
        value =>
          `${UNTIL_CONTENT}${HEADER.replace('<1@client.example>', value)}C: \nC: hi\n${AFTER_CONTENT}`,
      ),
    ],
  },
});

/** A message without Date and From is no whole one anyway, and told so. */
function checkMissing(header: Header, node: ContentNode, context: RuleContext): void {
  const { first, fields } = header;
  const needed = fields.some(({ name }) => name === 'date' || name === 'from');
  const at = fields[0]?.nameSpan;
  if (first === undefined || at === undefined || !needed) return;
  const id = newId(node, context);
  const fixable = id !== undefined && node.content.how === 'data';
  const text = `Message-ID: ${id ?? ''}`;
  const edit = fixable ? contentLineBefore(context, first, text) : undefined;
  const title = 'Insert a Message-ID field';
  context.report({
    at,
    values: { state: 'missing' },
    fix: edit && withLine(context, node.exchange, { title, edit, text }),
  });
}

function checkForm(field: HeaderField, node: ContentNode, context: RuleContext): void {
  const value = valueOf(context, node.content, field);
  if (MESSAGE_ID.test(value.text)) return;
  const at = trimmedSpan(value);
  const empty = at.end <= at.start;
  context.report({
    at: empty ? field.nameSpan : at,
    values: { state: empty ? 'empty' : 'not of the form <left@right>' },
    fix: empty || node.content.how !== 'data' ? undefined : bracketFix(field, context, node),
  });
}

/** What stands there, in brackets, with the domain of the sender where it has none. */
function bracketFix(field: HeaderField, context: RuleContext, node: ContentNode): Fix | undefined {
  if (field.raw || field.lines > 1) return undefined;
  const value = valueOf(context, node.content, field);
  const [, left, right = senderDomain(node, context)] =
    /^\s*<?([\w.+=$-]{1,200})(?:@([\w.-]{1,200}))?>?\s*$/.exec(value.text) ?? [];
  if (left === undefined || right === undefined) return undefined;
  const text = `<${left}@${right}>`;
  const fix = unsafeFix('Write it as <left@right>', trimmedSpan(value), text);
  return withText(context, node.exchange, fix);
}

/** From the time the host gives, so that it is not the same for two messages. */
function newId(node: ContentNode, context: RuleContext): string | undefined {
  const domain = senderDomain(node, context);
  const digits = context.date?.replace(/[^A-Za-z0-9]/g, '');
  if (domain === undefined || digits === undefined) return undefined;
  return `<${digits}.${String(node.content.span.start)}@${domain}>`;
}

function senderDomain({ exchange }: ContentNode, { chunk }: RuleContext): string | undefined {
  const mail = mailOf(exchange);
  if (mail === undefined || mail.command.raw) return undefined;
  return /@([A-Za-z0-9.-]{1,255})$/.exec(pathTextOf(chunk, mail))?.[1];
}
