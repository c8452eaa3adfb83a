import fc from 'fast-check';

/** Texts that would do something where quoting fails. */
const EVIL = [
  '$(touch canary)',
  '`touch canary`',
  "'; touch canary; '",
  '"; touch canary; "',
  '\\',
  "\\'",
  '${IFS}',
  '%FROM_ADDRESS%',
  '\\n',
  '-v',
  '@/etc/passwd',
  "'''",
  '"""',
  "' + __import__('os').system('touch canary') + '",
  '${process.exit(3)}',
  '*/ process.exit(3) //',
  '</script>',
  '#',
  ';',
  '%%',
  'end',
  '\u2028',
  '\u202e',
  '\u{1F4E7}',
  'a b',
  '*',
  '!',
  '&',
  '~',
];

/** A piece of text for an argument: one line, not empty. */
export const evilText = fc
  .array(fc.oneof(fc.constantFrom(...EVIL), fc.string({ unit: 'grapheme', maxLength: 8 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map(parts => parts.join('').replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '_') || '_');

const evilLine = fc.oneof(
  evilText,
  fc.constantFrom(
    '',
    'END_OF_MESSAGE',
    'END_OF_MESSAGE_2',
    'EOF',
    'From x',
    '.dot',
    '..',
    '****',
    '??? 250',
    '>>> x',
    'STARTTLS',
    'QUIT',
    'Subject: a',
    '# <connection lost>',
    'x\t\u0080y',
  ),
);

/** What a hostile client sent. */
export interface HostileSession {
  readonly helo: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Lines of the message, dots not stuffed. */
  readonly lines: readonly string[];
  /** Escaped text of raw lines at the end of the message, where there are any. */
  readonly raw: readonly string[];
}

/** Local parts as quoted strings hold nearly everything. */
const mailbox = evilText.map(text => `"${text.replace(/["\\<>]/g, '\\$&')}"@example.net`);

/** Sessions in which every text that a client chooses is hostile. */
export const hostileSession: fc.Arbitrary<HostileSession> = fc.record({
  helo: evilText.map(text => text.replaceAll(/\s/g, '_')),
  from: mailbox,
  to: fc.array(mailbox, { minLength: 1, maxLength: 3 }),
  lines: fc.array(evilLine, { minLength: 1, maxLength: 6 }),
  raw: fc.array(fc.constantFrom('\\0nul\\r\\n', 'cr\\rlf\\n\\r\\n', '\\xff\\xfe\\r\\n'), {
    maxLength: 1,
  }),
});

/** The session as `.smtp`. */
export function transcriptOf({ helo, from, to, lines, raw }: HostileSession): string {
  const content = lines.map(line => `C: ${line.startsWith('.') ? '.' : ''}${line}`);
  return [
    'S: 220 mx',
    `C: EHLO ${helo}`,
    'S: 250 mx',
    `C: MAIL FROM:<${from}>`,
    'S: 250 ok',
    ...to.flatMap(address => [`C: RCPT TO:<${address}>`, 'S: 250 ok']),
    'C: DATA',
    'S: 354 go',
    ...content,
    ...raw.map(text => `C\\: ${text}`),
    'C: .',
    'S: 250 ok',
    'C: QUIT',
    'S: 221 bye',
    '',
  ].join('\n');
}

/** The octets of its message. */
export function messageOf({ lines, raw }: HostileSession): Buffer {
  const plain = Buffer.from(lines.map(line => `${line}\r\n`).join(''));
  const special = raw.map(text =>
    Buffer.from(
      text
        .replaceAll('\\r', '\r')
        .replaceAll('\\n', '\n')
        .replaceAll('\\0', '\0')
        .replaceAll('\\xff', '\xff')
        .replaceAll('\\xfe', '\xfe'),
      'latin1',
    ),
  );
  return Buffer.concat([plain, ...special]);
}
