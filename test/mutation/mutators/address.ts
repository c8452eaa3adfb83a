import { inCommand } from '../mutator.ts';
import type { Mutator } from '../mutator.ts';
import type { Random } from '../random.ts';
import { isAccepted } from '../session.ts';
import type { Exchange } from '../session.ts';

const MISMATCH = { 'envelope-header-mismatch': 'the header names the address as it was' };

const hasMailbox = ({ verb, argument }: Exchange): boolean => {
  return /^(?:MAIL|RCPT)$/.test(verb) && /^\w+:<[a-z]+@[a-z.]+>/.test(argument);
};
const isUtf8 = (exchange: Exchange): boolean => {
  return /SMTPUTF8/.test(`${exchange.argument} ${exchange.before.mail?.argument ?? ''}`);
};

/** Puts one of these in place of the path; `%` stands for some letters, so that paths differ. */
function paths(
  rule: string,
  what: string,
  verbs: readonly string[],
  forms: readonly string[],
  applies: (exchange: Exchange) => boolean = () => true,
): Mutator {
  return inCommand(
    rule,
    what,
    exchange => verbs.includes(exchange.verb) && hasMailbox(exchange) && applies(exchange),
    ({ command }, random) => {
      const form = (random.pick(forms) ?? '')
        .replaceAll('%', letters(random))
        .replace('PERCENT', '%');
      return command.text.replace(/<[^>]*>/, () => form);
    },
    INCOMPARABLE.has(what) ? {} : MISMATCH,
  );
}

function letters(random: Random): string {
  return ['b', 'l', 'u'].map(first => first + 'aeio'.charAt(random.below(4))).join('');
}

/** What they leave in MAIL is nothing that the header could be compared with. */
const INCOMPARABLE: ReadonlySet<string> = new Set([
  'adds a blank after the path',
  'breaks an IPv4 literal',
  'breaks an IPv6 literal',
  'drops the tag of an IPv6 literal',
  'gives a literal an unknown tag',
  'empties the path of RCPT',
  'makes the sender <Postmaster>',
  'drops the domain',
  'puts an octet above 127 into the local-part',
  'makes the domain a U-label',
  'routes, and the server takes it',
]);

const BOTH = ['MAIL', 'RCPT'];
const LONG = 'abcdefghij'.repeat(7);

/** Where the server takes such a recipient, relay-by-routing speaks instead. */
const isNotTaken = (exchange: Exchange): boolean => {
  return exchange.verb === 'MAIL' || !isAccepted(exchange);
};

/** Ways to break an address of the envelope. */
export const ADDRESS: readonly Mutator[] = [
  paths('address-syntax', 'breaks the local-part', BOTH, [
    '<%..%@mx.example>',
    '<.%@mx.example>',
    '<%.@mx.example>',
    '<%(x)@mx.example>',
    '<% %@mx.example>',
    '<%[%@mx.example>',
    '<"%@mx.example>',
  ]),
  paths('address-syntax', 'breaks the domain', BOTH, [
    '<%@-mx.example>',
    '<%@mx..example>',
    '<%@mx.example->',
    '<%@mx.example.>',
    '<%@m!x.example>',
    '<%@>',
  ]),
  paths('address-syntax', 'adds a second @', BOTH, [
    '<%@%@mx.example>',
    '<%@mx.example@>',
    '<@%@mx.example>',
  ]),
  paths(
    'address-syntax',
    'adds a blank after the path',
    BOTH,
    ['<%@mx.example> ', '<%@mx.example>  '],
    ({ argument }) => argument.endsWith('>'),
  ),
  paths('local-part-too-long', 'lengthens the local-part', BOTH, [
    `<%${LONG}@mx.example>`,
    `<${LONG}%@mx.example>`,
  ]),
  paths('domain-too-long', 'lengthens a label', BOTH, [`<%@%${LONG}.example>`]),
  paths('path-too-long', 'lengthens the path', BOTH, [
    `<%%@${`${LONG.slice(0, 49)}.`.repeat(4)}${LONG.slice(0, 40)}.example>`,
  ]),
  paths(
    'source-route',
    'adds a source route',
    BOTH,
    ['<@relay.example:%@mx.example>', '<@a.example,@b.example:%@mx.example>'],
    isNotTaken,
  ),
  paths('address-literal-invalid', 'breaks an IPv4 literal', BOTH, [
    '<%@[192.0.2.300]>',
    '<%@[192.0.2]>',
    '<%@[192.0.2.1.5]>',
    '<%@[192.0.2.x]>',
  ]),
  paths('address-literal-invalid', 'breaks an IPv6 literal', BOTH, [
    '<%@[IPv6:2001:db8::1::2]>',
    '<%@[IPv6:12345::1]>',
    '<%@[IPv6:fe80::1!eth0]>',
    '<%@[IPv6:1:2:3]>',
  ]),
  paths('ipv6-literal-missing-tag', 'drops the tag of an IPv6 literal', BOTH, [
    '<%@[2001:db8::1]>',
    '<%@[::1]>',
    '<%@[fe80::1:2]>',
  ]),
  paths('address-literal-unknown-tag', 'gives a literal an unknown tag', BOTH, [
    '<%@[x400:abc]>',
    '<%@[IPv7:1]>',
    '<%@[DNS:mx.example]>',
  ]),
  paths('domain-not-fqdn', 'drops the rest of the domain', BOTH, [
    '<%@localhost>',
    '<%@mx>',
    '<%@%>',
  ]),
  paths('ip-without-brackets', 'strips the brackets of a literal', BOTH, [
    '<%@192.0.2.1>',
    '<%@10.0.0.25>',
  ]),
  paths('domain-underscore', 'puts an underscore into the domain', BOTH, [
    '<%@my_host.example>',
    '<%@_dmarc.mx.example>',
    '<%@mx_.example>',
  ]),
  paths('null-forward-path', 'empties the path of RCPT', ['RCPT'], ['<>']),
  paths(
    'bare-postmaster-as-sender',
    'makes the sender <Postmaster>',
    ['MAIL'],
    ['<Postmaster>', '<postmaster>', '<POSTMASTER>'],
  ),
  paths('local-name-only', 'drops the domain', BOTH, ['<%>', '<%.%>', '<%+tag>']),
  paths('display-name-in-path', 'adds a display name', BOTH, [
    '%el <%@mx.example>',
    '"%el" <%@mx.example>',
  ]),
  paths(
    'address-non-ascii',
    'puts an octet above 127 into the local-part',
    ['RCPT'],
    ['<%ö@mx.example>', '<用户%@mx.example>', '<%é.%@mx.example>'],
    exchange => !isUtf8(exchange),
  ),
  paths(
    'address-non-ascii',
    'makes the domain a U-label',
    ['RCPT'],
    ['<%@%ö.example>', '<%@例子.example>'],
    exchange => !isUtf8(exchange),
  ),
  paths(
    'idn-label-invalid',
    'makes the domain no U-label',
    BOTH,
    ['<%@☃%.example>', '<%@-%ö.example>', '<%@%ö-.example>'],
    isUtf8,
  ),
  paths('unneeded-quoting', 'quotes a local-part', BOTH, [
    '<"%"@mx.example>',
    '<"%.%"@mx.example>',
  ]),
  paths('empty-local-part', 'empties the local-part in quotes', BOTH, ['<""@mx.example>']),
  paths('numeric-host-literal', 'makes the domain a #-number', BOTH, ['<%@#16909060>', '<%@#1>']),
  paths(
    'routing-in-local-part',
    'routes in the local-part',
    BOTH,
    ['<%PERCENTother.example@mx.example>', '<other.example!%@mx.example>'],
    isNotTaken,
  ),
  paths(
    'relay-by-routing',
    'routes, and the server takes it',
    ['RCPT'],
    ['<%PERCENTother.test@mx.example>', '<other.test!%@mx.example>'],
    exchange => isAccepted(exchange) && !exchange.before.authenticated,
  ),
];
