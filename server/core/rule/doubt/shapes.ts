import { EXTENSIONS } from '../../smtp/extensions.ts';
import { saslMechanisms } from '../../smtp/saslMechanisms.ts';

/** A `{{name}}` place as those who make values for it see it. */
export interface ShapedPlace {
  /** Which name it is, counted from 1 in the order of the first places. */
  readonly index: number;
  /** What `# @var` says of the name. */
  readonly given: string | undefined;
  /** What stands before it on its line: behind the prefix, and behind the code of a reply. */
  readonly lead: string;
  /** Of the reply that it stands in, else ''. */
  readonly code: string;
  readonly where: 'command' | 'content' | 'reply';
  /** Those of the session's multiparts, as lines (RFC 2046 §5.1.1). */
  readonly delimiters: string;
}

/** Values for all places of a session at once; LF begins another line of the same kind. */
export type Shape = (place: ShapedPlace) => string;

const DATE = 'Sat, 21 Nov 2026 10:00:00 +0000';
const TRACE = `from v.example by v.example; ${DATE}`;

const plain: Shape = ({ given, index }) => given ?? `v${String(index)}`;
const always =
  (value: string): Shape =>
  () =>
    value;

/** A shape for some places; the others are plain. */
function only(applies: (place: ShapedPlace) => boolean, value: string | Shape): Shape {
  const make = typeof value === 'string' ? always(value) : value;
  return place => (applies(place) ? make(place) : plain(place));
}

const inReply = ({ where }: ShapedPlace): boolean => where === 'reply';
const isArgument = ({ where, lead }: ShapedPlace): boolean => where === 'command' && lead !== '';
const beginsCommand = ({ where, lead }: ShapedPlace): boolean => where === 'command' && lead === '';
const inContent = ({ where }: ShapedPlace): boolean => where === 'content';
const beginsLine = ({ where, lead }: ShapedPlace): boolean => where === 'content' && lead === '';
const beginsReply = ({ where, lead }: ShapedPlace): boolean => where === 'reply' && lead === '';

const FIELDS = [
  `Received: ${TRACE}`,
  `Date: ${DATE}`,
  'From: v@v.example',
  'Sender: v@v.example',
  'To: v@v.example',
  'Message-ID: <v@v.example>',
  'Subject: v',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
].join('\n');

const MECHANISMS = [
  ...saslMechanisms.map(({ name }) => name),
  ...['DIGEST-MD5', 'NTLM', 'GSSAPI'],
].join(' ');

const OFFERS = [
  'v.example',
  ...EXTENSIONS.map(({ keyword }) => (keyword === 'AUTH' ? `AUTH ${MECHANISMS}` : keyword)),
].join('\n');

/**
 * What `{{name}}` places may turn out to be, the likeliest first. A finding that does not come with
 * each of them depends on a value that only a replay knows.
 */
export const SHAPES: readonly Shape[] = [
  plain,
  always(''),
  ({ index }) => `v${String(index)}.example`,
  ({ index }) => `v${String(index)}@v.example`,
  always('v'),
  always('v@v.example'),
  ({ index }) => `<v${String(index)}@v.example>`,
  always('<v@v.example>'),
  always(DATE),
  always('1'),
  always('1000000000'),
  only(inReply, ({ code }) => `${code.slice(0, 1)}.0.0`),
  only(beginsReply, OFFERS),
  only(inReply, MECHANISMS),
  only(inReply, 'RCPTMAX=1000000000 MAILMAX=1000000000'),
  only(beginsLine, `${FIELDS}\nX-V: `),
  only(beginsLine, `${FIELDS}\n\n`),
  only(beginsLine, ({ delimiters }) => delimiters),
  only(beginsLine, ' id v;'),
  only(inContent, TRACE),
  only(inContent, 'v;'),
  only(inContent, '1.0'),
  only(inContent, 'text/plain'),
  only(inContent, '8bit'),
  // NUL v NUL v (RFC 4616).
  only(({ where }) => where === 'command', 'AHYAdg=='),
  ...['[192.0.2.1]', 'SMTPUTF8', 'BODY=8BITMIME', '8BITMIME', 'BINARYMIME', 'BODY'].map(isFor),
  ...['NEVER', 'FULL', 'rfc822;v@v.example', 'PLAIN', 'LOGIN', 'LAST'].map(isFor),
  ...['NOOP', 'EHLO', 'RSET', 'QUIT', 'MAIL', 'RCPT', 'DATA'].map(verb => {
    return only(beginsCommand, verb);
  }),
  ...['EHLO v.example', 'MAIL FROM:<v@v.example>', 'RCPT TO:<v@v.example>'].map(command => {
    return only(beginsCommand, command);
  }),
];

function isFor(value: string): Shape {
  return only(isArgument, value);
}
