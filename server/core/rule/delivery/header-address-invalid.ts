import { parseMailAddresses } from '../../smtp/mailAddresses.ts';
import type { AddressProblem, MailAddresses } from '../../smtp/mailAddresses.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { fieldsNamed, messageHeader, valueOf } from './messageField.ts';

const FIELDS: ReadonlySet<string> = new Set(
  ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc'].flatMap(name => [name, `resent-${name}`]),
);
/** One mailbox and no more (RFC 5322 §3.6.2). */
const SINGLE: ReadonlySet<string> = new Set(['sender', 'resent-sender']);
/** May be empty (RFC 5322 §3.6.3). */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['bcc', 'resent-bcc']);
const MOST = 5;

const withFrom = (value: string): string =>
  HEADER.replace('From: a@client.example', `From: ${value}`);

/** An address in a header field that is none. */
export const headerAddressInvalid = defineRule({
  id: 'header-address-invalid',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: '{field} holds an invalid address: {reason}.',
  why: 'These fields are lists of addresses with optional names and comments; a reader that cannot take one apart shows it wrongly, replies to nobody, or refuses the message.',
  advice:
    'Write name@host.example or Name <name@host.example>, with quotes around names that hold other signs, and commas between addresses.',
  refs: ['RFC 5322 §3.4', 'RFC 5322 §3.6.2', 'RFC 5322 §3.6.3', 'RFC 6854 §2'],
  offWhen: 'Messages are handed to a server that completes local names.',
  on: 'content',
  clues: ['odd-field'],
  check(node, context) {
    for (const field of fieldsNamed(messageHeader(node, context), FIELDS)) {
      const value = valueOf(context, node.content, field);
      if (MAY_BE_EMPTY.has(field.name) && value.text.trim() === '') continue;
      for (const { start, end, reason } of problemsOf(field.name, parseMailAddresses(value.text))) {
        context.report({
          at: start < end ? value.spanOf(start, end) : field.nameSpan,
          values: { field: context.text(field.nameSpan), reason },
        });
      }
    }
  },
  examples: {
    bad: [
      ...[
        ['Alice alice(at)client.example', '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^'],
        ['alice', '^^^^^'],
        ['alice@', '     ^'],
        ['@client.example', '^'],
        ['alice smith@client.example', '      ^^^^^'],
        ['a..b@client.example', '  ^'],
        ['a@client.example.', '                ^'],
        ['a@b@client.example', '   ^'],
        ['Alice <a@client.example', '      ^'],
        ['Alice <a@client.example> x', '                         ^'],
        ['Alice <>', '      ^^'],
        ['a@client.example <a@client.example>', ' ^'],
        ['"Alice <a@client.example>', '^'],
        ['Alice (a@client.example', '      ^'],
      ].map(
        ([value = '', carets = '']) =>
          `${UNTIL_CONTENT}${withFrom(value).replace(
            `${value}\n`,
            `${value}\n#~       ${carets} header-address-invalid\n`,
          )}C: \nC: hi\n${AFTER_CONTENT}`,
      ),
      `${UNTIL_CONTENT}${HEADER}C: Cc: c@mx.example,
C:  d@mx.example; e@mx.example
#~              ^ header-address-invalid
C: Sender: a@client.example, b@client.example
#~         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ header-address-invalid
C: Reply-To:
#~ ^^^^^^^^ header-address-invalid
C: 
C: hi
${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      ...[
        'Alice <a@client.example>',
        '"Smith, Alice" <a@client.example>',
        'Alice Q. Public (at "home" (really)) <"a b"@client.example>',
        '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?= <a@client.example>',
        'a (Alice) @ client.example',
        '<@relay.example,@b.example:a@client.example>',
        'a@[192.0.2.1]',
        'a@client.example,',
        'Alice\nC:  <a@client.example>',
      ].map(value => `${UNTIL_CONTENT}${withFrom(value)}C: \nC: From: x\n${AFTER_CONTENT}`),
      `${UNTIL_CONTENT}${HEADER.replace(
        'To: b@mx.example',
        'To: b@mx.example, Friends: c@mx.example;, undisclosed-recipients:;',
      )}C: Bcc:\nC: \nC: hi\n${AFTER_CONTENT}`,
    ],
  },
});

function problemsOf(name: string, parsed: MailAddresses): readonly AddressProblem[] {
  const { addresses, problems } = parsed;
  const [first, last] = [addresses[0], addresses.at(-1)];
  if (problems.length > 0 || !SINGLE.has(name) || addresses.length < 2) {
    return problems.slice(0, MOST);
  }
  const [start, end] = [first?.start ?? 0, last?.end ?? 0];
  return [{ start, end, reason: 'this field takes one address' }];
}
