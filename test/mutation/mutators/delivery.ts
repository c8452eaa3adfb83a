import { lineLike, replaced, withText, without } from '../edits.ts';
import type { Line } from '../line.ts';
import { mutator } from '../mutator.ts';
import type { Mutant, Mutator } from '../mutator.ts';
import { fieldsOf, isRoomy, messagesOf } from '../pick.ts';
import type { Message } from '../pick.ts';
import type { Random } from '../random.ts';
import type { Session } from '../session.ts';

/** Messages with a header of some fields, all sound, and room for more. */
function messages(session: Session): Message[] {
  return messagesOf(session).filter(message => isRoomy(message) && isWhole(message));
}

/** The header has what every header needs, so that nothing is said about it as a whole. */
function isWhole({ header, separator }: Message): boolean {
  const names = ['Date', 'From', 'Message-ID'];
  const all = names.every(name => header.some(({ text }) => text.startsWith(`${name}:`)));
  return all && separator !== undefined;
}

function isSimple({ header }: Message): boolean {
  return !header.some(({ text }) => /^(?:MIME-Version|Content-|Resent-)/i.test(text));
}

const simple = (session: Session): Message[] => messages(session).filter(isSimple);

function fieldLines(message: Message, name: string): readonly Line[] {
  return fieldsOf(message).find(field => field.name === name)?.lines ?? [];
}

/** Takes a field out; the finding stands where the header begins. */
function dropping(rule: string, name: string): Mutator {
  return mutator(
    rule,
    `drops ${name}`,
    session =>
      messages(session).filter(message => fieldLines(message, name.toLowerCase()).length > 0),
    (message, session) => {
      const gone = fieldLines(message, name.toLowerCase());
      const at = message.header.find(line => !gone.includes(line));
      return at && { lines: without(session.lines, gone), at };
    },
  );
}

/** Gives a field another body. */
function rewriting(
  rule: string,
  what: string,
  name: string,
  bodies: readonly string[],
  places: (session: Session) => Message[] = messages,
): Mutator {
  return mutator(
    rule,
    what,
    session =>
      places(session).filter(message => fieldLines(message, name.toLowerCase()).length > 0),
    (message, session, random) => {
      const [first, ...rest] = fieldLines(message, name.toLowerCase());
      if (first === undefined) return undefined;
      const at = withText(first, `${name}: ${random.pick(bodies) ?? ''}`);
      return { lines: replaced(without(session.lines, rest), first, at), at };
    },
  );
}

/** Adds lines to the header, after a whole field; the finding has to be on the first of them. */
function adding(
  rule: string,
  what: string,
  texts: (random: Random) => readonly string[],
  places: (session: Session) => Message[] = messages,
): Mutator {
  return mutator(rule, what, places, (message, session, random) => {
    return added(session, message, texts(random));
  });
}

function added(
  session: Session,
  { header, separator }: Message,
  texts: readonly string[],
): Mutant | undefined {
  const [like] = header;
  if (like === undefined || separator === undefined) return undefined;
  const more = texts.map(text => lineLike(like, 'content', text));
  const [at] = more;
  return at && { lines: replaced(session.lines, separator, ...more, separator), at };
}

const isUtf8 = ({ exchange }: Message): boolean =>
  exchange.before.mail?.argument.includes('SMTPUTF8') === true;

/** Ways to break the header and the parts of a message. */
export const DELIVERY: readonly Mutator[] = [
  mutator(
    'header-body-separator-missing',
    'drops the empty line after the header',
    session =>
      simple(session).filter(
        ({ body }) => /^\w+ /.test(body[0]?.text ?? '') && !/^[\w-]+:/.test(body[0]?.text ?? ''),
      ),
    ({ separator, body }, session) => {
      const [at] = body;
      return separator && at && { lines: without(session.lines, [separator]), at };
    },
  ),
  adding('header-field-malformed', 'adds what is no field', random => {
    return [random.pick(['Bad Field: x', 'Söme: x']) ?? ''];
  }),
  mutator('header-field-malformed', 'begins with an mbox line', messages, ({ header }, session) => {
    const [first] = header;
    if (first === undefined) return undefined;
    const at = lineLike(first, 'content', 'From alice@client.example Sat Nov 21 10:00:00 2026');
    return { lines: replaced(session.lines, first, at, first), at };
  }),
  dropping('header-date-missing', 'Date'),
  dropping('header-from-missing', 'From'),
  rewriting('header-date-invalid', 'breaks the date', 'Date', [
    'yesterday',
    'Sat, 21 Nov 2026',
    '2026-11-21 10:00:00 +0000',
    'Sat, 32 Nov 2026 10:00:00 +0000',
    'Mon, 21 Nov 2026 10:00:00 +0000',
    'Sat, 21 Nov 2026 25:00:00 +0000',
  ]),
  rewriting('header-address-invalid', 'breaks the author', 'From', [
    'alice(at)client.example',
    'Alice alice@client.example',
    '<alice@client.example',
    'alice@',
    'alice@client..example',
  ]),
  rewriting('header-address-invalid', 'breaks the recipient', 'To', [
    'bob(at)mx.example',
    'Bob bob@mx.example',
    'bob@',
  ]),
  mutator(
    'header-duplicate',
    'doubles a field',
    session =>
      messages(session).flatMap(message =>
        fieldsOf(message).filter(({ name }) =>
          ['date', 'from', 'to', 'subject', 'message-id', 'reply-to', 'cc'].includes(name),
        ),
      ),
    ({ lines: field }, session) => {
      const copies = field.map(line => ({ ...line, origin: -1 }));
      const [at] = copies;
      const last = field.at(-1);
      return at && last && { lines: replaced(session.lines, last, last, ...copies), at };
    },
  ),
  rewriting(
    'header-sender-missing',
    'names a second author',
    'From',
    [
      'alice@client.example, carol@client.example',
      'Alice <alice@client.example>, "Carol C." <carol@client.example>',
    ],
    simple,
  ),
  rewriting('header-message-id', 'breaks the Message-ID', 'Message-ID', [
    '42',
    '<42>',
    '1@client.example',
    '<1@client.example',
    '<1 2@client.example>',
  ]),
  adding(
    'header-non-ascii',
    'adds a field with octets above 127',
    random => {
      return [random.pick(['X-Note: Grüße', 'Comments: à bientôt', 'Keywords: 你好']) ?? ''];
    },
    session => messages(session).filter(message => !isUtf8(message)),
  ),
  adding('header-line-long', 'adds a long field', random => [
    `Comments: ${'word '.repeat(16 + random.below(10))}end`,
  ]),
  adding('message-limits', 'adds a field of an overlong name', random => [
    `X-${'a'.repeat(74 + random.below(9))}: b`,
  ]),
  adding('header-bcc-present', 'adds Bcc', random => [
    random.pick(['Bcc: carol@mx.example', 'Bcc: Carol <carol@mx.example>, dave@mx.example']) ?? '',
  ]),
  adding('return-path-present', 'adds Return-Path', random => [
    random.pick(['Return-Path: <alice@client.example>', 'Return-Path: <>']) ?? '',
  ]),
  mutator(
    'received-loop',
    'adds Received fields of one host',
    simple,
    ({ header }, session, random) => {
      const [first] = header;
      if (first === undefined) return undefined;
      const host = random.pick(['mx.example', 'relay.example']) ?? '';
      const more = [3, 2, 1].map(second => {
        return lineLike(
          first,
          'content',
          `Received: from ${host} by ${host}; Sat, 21 Nov 2026 10:00:0${String(second)} +0000`,
        );
      });
      const [at] = more;
      return at && { lines: replaced(session.lines, first, ...more, first), at };
    },
  ),
  adding('received-malformed', 'adds a Received that says nothing', random => [
    random.pick([
      'Received: x',
      'Received: from client.example',
      'Received: yesterday by pigeon',
    ]) ?? '',
  ]),
  adding(
    'mime-version-missing',
    'adds a field of MIME',
    random => [
      random.pick([
        'Content-Type: text/html',
        'Content-Type: text/plain; charset=us-ascii',
        'Content-Transfer-Encoding: 7bit',
      ]) ?? '',
    ],
    simple,
  ),
  mutator(
    'mime-encoded-text',
    'declares base64 for plain text',
    session => simple(session).filter(({ body }) => /[ .!]/.test(body[0]?.text ?? '')),
    (message, session) => {
      const declared = added(session, message, [
        'MIME-Version: 1.0',
        'Content-Transfer-Encoding: base64',
      ]);
      const [at] = message.body;
      return declared && at && { lines: declared.lines, at };
    },
  ),
  adding(
    'mime-field-malformed',
    'breaks a field of MIME',
    random => [
      random.pick([
        'Content-Type: text',
        'Content-Type: /plain',
        'Content-Type: text/plain; charset',
        'Content-Type: text/plain; name="a',
        'Content-Transfer-Encoding: utf-8',
      ]) ?? '',
      'MIME-Version: 1.0',
    ],
    simple,
  ),
  mutator(
    'mime-encoding-mismatch',
    'declares base64 for a multipart',
    session =>
      messages(session).filter(({ header }) => header.some(({ text }) => /multipart/.test(text))),
    (message, session, random) =>
      added(session, message, [
        `Content-Transfer-Encoding: ${random.pick(['base64', 'quoted-printable']) ?? ''}`,
      ]),
  ),
  mutator(
    'mime-boundary',
    'drops the last boundary',
    session =>
      messages(session).flatMap(({ body, header }) =>
        header.some(({ text }) => /multipart/.test(text))
          ? body.filter(({ text }) => /^--.+--$/.test(text))
          : [],
      ),
    (line, session) => {
      const message = messages(session).find(({ body }) => body.includes(line));
      const at = message?.header.find(({ text }) => /multipart/.test(text));
      return at && { lines: without(session.lines, [line]), at };
    },
  ),
  mutator(
    'mime-boundary',
    'declares another boundary',
    session =>
      messages(session).flatMap(({ header }) =>
        header.filter(({ text }) => /boundary=/.test(text)),
      ),
    (line, session, random) => {
      const at = withText(
        line,
        line.text.replace(
          /boundary=.*$/,
          `boundary=${random.pick(['other', '"what"', 'x1']) ?? ''}`,
        ),
      );
      return { lines: replaced(session.lines, line, at), at };
    },
  ),
  rewriting(
    'envelope-header-mismatch',
    'names another author',
    'From',
    ['ceo@bank.example', '"The boss" <boss@bank.example>'],
    session =>
      simple(session).filter(({ exchange }) =>
        /FROM:<[^>]/.test(exchange.before.mail?.argument ?? ''),
      ),
  ),
  mutator(
    'dsn-sender-not-null',
    'gives a delivery report a sender',
    session =>
      messages(session).filter(
        ({ header, exchange }) =>
          header.some(({ text }) => /multipart\/report/.test(text)) &&
          exchange.before.mail?.argument.startsWith('FROM:<>'),
      ),
    ({ exchange }, session, random) => {
      const command = exchange.before.mail?.command;
      if (command === undefined) return undefined;
      const at = withText(
        command,
        command.text.replace(
          '<>',
          random.pick([
            '<mailer-daemon@client.example>',
            '<postmaster@client.example>',
            '<alice@client.example>',
          ]) ?? '',
        ),
      );
      return { lines: replaced(session.lines, command, at), at };
    },
  ),
];
