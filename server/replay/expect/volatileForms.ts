import type { VolatileKind } from './volatileParts.ts';

/** What a form begins with: forms of other signs need not be tried. */
export type FirstSign = 'digit' | 'letter' | 'sign';

/** How something volatile is written. */
export interface VolatileForm {
  readonly kind: VolatileKind;
  readonly first: readonly FirstSign[];
  /** Sticky, with bounded repeats only; group 1 stays, group 2 is the volatile part. */
  readonly form: RegExp;
  /** Only in a text that names the host first: a greeting, a reply to EHLO. */
  readonly hostFirst?: true;
}

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const CLOCK = String.raw`\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?`;
const ZONE = String.raw`(?: ?(?:[+-]\d\d:?\d\d|Z|[A-Z]{2,4}T|UTC|UT)(?!\w))?(?: \([A-Za-z]{1,5}\))?`;
/** A word that is made up by a program: one with a digit, an address of a mailbox never. */
const TOKEN = String.raw`(?=[\w.+/=-]{0,120}\d)[\w.+/=-]{3,126}[\w=](?![\w@]|[.+/=-]{1,9}[\w@])`;
const HEX = '[0-9A-Fa-f]';
const IP = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|(?:IPv6:)?(?=${HEX}{0,4}:)[0-9A-Fa-f:.]{2,45})`;
const NUMBER = String.raw`\d{1,15}(?:\.\d{1,9})?`;
/** Exim's: what begins with the time has a digit there, which tells it from words. */
const ID_56 =
  '(?=[A-Za-z]{0,5}[0-9])[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})';

type Row = readonly [
  kind: VolatileKind,
  first: string,
  lead: string,
  part: string,
  after: string,
  more?: 'host-first',
];

const WORD_END = String.raw`(?![\w@])`;

/** In order: the first that fits wins. */
const ROWS: readonly Row[] = [
  // Where the words before it say what it is.
  ['queue-id', 'l', '(?:queued|spooled|saved|stored|accepted)(?: as|:) <?', TOKEN, ''],
  // Postfix's long ids may do without a digit; they mix cases, which no word does.
  [
    'queue-id',
    'l',
    'queued as ',
    String.raw`(?=[\w@.]{0,60}(?:\d|[a-z][A-Z]))[\w.=@+-]{6,200}\w`,
    '',
  ],
  ['queue-id', 'l', 'qp ', String.raw`\d{1,12}`, WORD_END],
  ['queue-id', 'l', 'Message ', String.raw`\d{3,20}`, '(?= accepted)'],
  ['queue-id', 'l', String.raw`(?:OK|Ok|ok)\. `, `${HEX}{8,20}(?:\\.${HEX}{1,20}){1,3}`, WORD_END],
  [
    'id',
    'dl',
    '(?:(?:OK|Ok|ok) )?',
    String.raw`(?=[0-9a-z-]{0,99}\d)[0-9a-z]{1,40}(?:-[0-9a-z]{1,40}){0,3}(?:\.\d{1,5})?`,
    String.raw`(?= - \w{0,8}smtp)`,
  ],
  ['queue-id', 'l', '(?:OK|Ok|ok):? ', String.raw`(?=[\w-]{0,99}\d)[\w-]{16,128}`, '(?=$|[ ,.])'],
  ['queue-id', 'dl', '', ID_56, WORD_END],
  [
    'id',
    'l',
    String.raw`[Mm]essage-?[Ii][Dd](?:[:=] ?<?| <)`,
    String.raw`[^\s<>]{1,120}@[^\s<>]{1,120}`,
    '',
  ],
  [
    'id',
    'l',
    // Whose it is says who, not which.
    String.raw`(?<!(?:[Uu]ser|USER)[ -])(?:[Ss]ession|SESSION)?(?:ID|Id|id)(?: is| was)?[ :=#]{1,3}[<(["']?(?![245]\.\d{1,3}\.\d)`,
    TOKEN,
    '',
  ],
  ['id', 'l', String.raw`InternalId=`, String.raw`\d{1,20}`, ''],
  ['host', 'l', 'Hostname=', String.raw`[\w.-]{1,255}`, ''],
  ['process', 'l', '(?:pid|PID)[ =:]{1,2}', String.raw`\d{1,8}`, WORD_END],
  ['process', 'l', String.raw`[\w/-]{1,30}\[`, String.raw`\d{2,8}`, String.raw`(?=\])`],
  ['size', 'l', '(?:SIZE|[Ss]ize|total)[ =:(]{1,3}', String.raw`\d{1,19}`, WORD_END],
  ['time', 'l', 'in ', String.raw`\d{1,6}\.\d{1,9}`, String.raw`(?=,|;|$)`],
  ['address', 'l', '(?:ip|query)[/=]', IP, String.raw`(?![\w.])`],
  // Haraka's greeting: the first digits of the session's UUID.
  ['id', 'l', String.raw`ready \(`, '[0-9A-F]{6}[0-9A-F-]{0,30}', String.raw`(?=\))`, 'host-first'],
  // What the client is called, as the server knows it.
  [
    'host',
    'l',
    '(?:[Hh]ello|HELLO|meet you,) ',
    String.raw`[\w.-]{1,64}(?: at |@)[\w.-]{1,255}`,
    '(?![@])',
  ],
  [
    'host',
    'l',
    '(?:[Hh]ello|HELLO|meet you,) ',
    String.raw`[\w-]{1,64}(?:\.[\w-]{1,63}){1,20}`,
    WORD_END,
  ],
  ['host', 'l', '(?:[Hh]ello|HELLO|meet you,) ', String.raw`[\w.-]{1,255}`, String.raw`(?= \[)`],
  [
    'host',
    'l',
    '(?:[Hh]ello|HELLO|meet you,) ',
    String.raw`[\w.-]{1,255}`,
    '(?=,|$)',
    'host-first',
  ],
  // Dates and times.
  [
    'date',
    'l',
    '',
    String.raw`${DAY},? {1,2}\d{1,2}[ -]${MONTH}[ -]\d{2,4} ${CLOCK}${ZONE}`,
    WORD_END,
  ],
  [
    'date',
    'l',
    '',
    String.raw`${DAY},? ${MONTH} {1,2}\d{1,2},? ${CLOCK}(?: [A-Z]{2,5})? \d{4}`,
    WORD_END,
  ],
  ['date', 'd', '', String.raw`\d{1,2}[ -]${MONTH}[ -]\d{4}(?:[ :]${CLOCK}${ZONE})?`, WORD_END],
  ['date', 'd', '', String.raw`(?:19|20)\d\d[-/]\d\d[-/]\d\d(?:[T ]${CLOCK}${ZONE})?`, WORD_END],
  ['time', 'd', '', String.raw`\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[AP]M)?`, '(?![:\\w])'],
  // Epoch, to the second or the millisecond.
  ['date', 'd', '', String.raw`1\d{9}(?:\d{3}|\.\d{1,6})?`, String.raw`(?![\w@]|[.-]\w)`],
  [
    'time',
    'd',
    '',
    NUMBER,
    String.raw`(?= ?(?:ms|msecs?|s|secs?|seconds?|mins?|minutes?|hours?|days?)(?!\w))`,
  ],
  ['size', 'd', '', NUMBER, String.raw`(?:(?=[ -]?(?:bytes?|octets?|[KkMmGg]i?B|KB/sec)(?![\w])))`],
  // What shows by its form or by what follows.
  ['id', 'dl', '', `${HEX}{8}(?:-${HEX}{4}){3}-${HEX}{12}(?:\\.\\d{1,6}){0,3}`, WORD_END],
  ['queue-id', 'l', '', '[a-f]{8}', '(?= Message accepted for delivery)'],
  ['queue-id', 'dl', '', TOKEN, '(?= (?:Message (?:accepted|queued)|Saved))'],
  // In brackets and the like.
  ['address', 's', String.raw`[[(]`, IP, String.raw`(?=[\])])`],
  [
    'id',
    's',
    String.raw`\[`,
    String.raw`[\w.-]{4,200} \d{4}-\d\d-\d\dT[\d:.]{5,20}Z [0-9A-F]{8,32}`,
    String.raw`(?=\])`,
  ],
  [
    'id',
    's',
    String.raw`\[`,
    String.raw`(?=[\w.+/=-]{0,99}\d)[\w.+/=-]{8,128}`,
    String.raw`(?=\])`,
  ],
  [
    'id',
    's',
    '<',
    String.raw`[^\s<>]{1,120}@[^\s<>]{1,120}`,
    String.raw`(?=> (?:\[InternalId|Queued mail))`,
  ],
  // Numbers of rules and errors have the same sign: those tell something.
  ['process', 's', String.raw`(?<!\w)#`, String.raw`\d{1,12}`, String.raw`(?=\))`],
  ['process', 'l', '(?:queued|accepted|[Mm]essage)(?: as)? #', String.raw`\d{1,12}`, WORD_END],
];

const FIRST: Readonly<Record<string, FirstSign>> = { d: 'digit', l: 'letter', s: 'sign' };

/** Where a bracket is part of a mailbox's address, nothing begins (RFC 5321 §4.1.3). */
const NO_MAILBOX = '(?<!@)';

/** The forms, the likelier ones first. */
export const VOLATILE_FORMS: readonly VolatileForm[] = ROWS.map(
  ([kind, first, lead, part, after, more]) => ({
    kind,
    first: first.split('').flatMap(letter => FIRST[letter] ?? []),
    form: new RegExp(`${NO_MAILBOX}(${lead})(${part})${after}`, 'y'),
    ...(more !== undefined && { hostFirst: true as const }),
  }),
);

/** Texts that are volatile as a whole: challenges of SASL in base64 (RFC 2195, 5802, 2831). */
export const WHOLE_TEXTS: readonly { readonly kind: VolatileKind; readonly form: RegExp }[] = [
  { kind: 'id', form: /^P[D-H][A-Za-z0-9+/]{14,2000}={0,2}$/ },
  // `r=` and `v=`, whose last bits stand in the third sign, with those of what follows.
  { kind: 'id', form: /^[cd]j[0-3][A-Za-z0-9+/]{8,4000}={0,2}$/ },
  // `realm=` or `nonce=`.
  { kind: 'id', form: /^(?:cmVhbG09|bm9uY2U9)[A-Za-z0-9+/]{8,4000}={0,2}$/ },
];
