import { parseMailAddresses } from '../../smtp/mailAddresses.ts';
import { contentLineBefore, withLine } from '../contentFix.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { contentLineAt, messageHeader, valueOf } from './messageField.ts';

const TWO = HEADER.replace('a@client.example\n', 'a@client.example, c@client.example\n');

/** Several authors and nobody who sent it. */
export const headerSenderMissing = defineRule({
  id: 'header-sender-missing',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: 'From names {n} authors, so a Sender field is required.',
  why: 'With several authors only Sender tells which of them, or who else, sent the message.',
  advice: 'Add a Sender field with the one mailbox that sends the message.',
  refs: ['RFC 5322 §3.6.2'],
  offWhen: 'The submission server adds the field (RFC 6409 §8.1).',
  on: 'content',
  clues: ['odd-field'],
  check(node, context) {
    const header = messageHeader(node, context);
    const from = header?.fields.find(({ name }) => name === 'from');
    if (from === undefined || header?.fields.some(({ name }) => name === 'sender')) return;
    const value = valueOf(context, node.content, from);
    const { addresses, problems } = parseMailAddresses(value.text);
    const [first, second] = addresses;
    if (first === undefined || second === undefined || problems.length > 0) return;
    const line = contentLineAt(context, node.content, from.nameSpan.start);
    const sender = context.text(value.spanOf(first.start, first.end));
    const fixable = line && node.content.how === 'data' && /^[\w.+=@-]{3,200}$/.test(sender);
    const text = `Sender: ${sender}`;
    const edit = fixable ? contentLineBefore(context, line, text) : undefined;
    context.report({
      at: value.spanOf(second.start, second.end),
      values: { n: addresses.length },
      related: [{ at: value.spanOf(first.start, first.end), message: 'The first author.' }],
      fix: edit && withLine(context, node.exchange, { title: `Insert ${text}`, edit, text }),
    });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${TWO.replace(
        'c@client.example\n',
        `c@client.example\n#~                         ^^^^^^^^^^^^^^^^ header-sender-missing\n`,
      )}C: \nC: hi\n${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_CONTENT}C: Sender: a@client.example\n${TWO}C: \nC: hi\n${AFTER_CONTENT}`,
    ],
  },
});
