import { inCommand, inLine, insertion } from '../mutator.ts';
import type { Mutator, Quiet } from '../mutator.ts';
import type { Random } from '../random.ts';
import { isIdle, neighbour } from '../pick.ts';
import type { Exchange, Session } from '../session.ts';
import { isAccepted } from '../session.ts';

const SECRET = { 'credentials-in-transcript': 'the secret is there to be read' };
const idle = ({ next }: Quiet): boolean => isIdle(next.before);
const HELLOS = ['EHLO', 'HELO', 'LHLO'];
const ENVELOPE = ['MAIL', 'RCPT'];
const isHello = ({ verb }: Exchange): boolean => HELLOS.includes(verb);
const isEnvelope = ({ verb }: Exchange): boolean => ENVELOPE.includes(verb);
const isPlainHello = (exchange: Exchange): boolean => {
  return isHello(exchange) && /^[a-z.]+$/.test(exchange.argument);
};
/** Verbs whose command line holds no secret and whose arguments are not counted. */
const isOpen = ({ verb }: Exchange): boolean => {
  return [...HELLOS, ...ENVELOPE, 'RSET', 'NOOP', 'DATA', 'QUIT', 'VRFY'].includes(verb);
};
const hasPath = ({ verb, argument }: Exchange): boolean => {
  return ENVELOPE.includes(verb) && /<[^<>"]+@[^<>"]+>/.test(argument);
};

/** A command that the server refuses. */
function refused(
  rule: string,
  what: string,
  commands: readonly string[],
  reply: string,
  applies: (moment: Quiet, session: Session) => boolean = idle,
): Mutator {
  return insertion(rule, what, applies, (_, random) => [
    ['C', random.pick(commands) ?? ''],
    ['S', reply],
  ]);
}

/** One letter of the verb goes, comes or changes places. */
function misspelt(verb: string, random: Random): string {
  const at = 1 + random.below(verb.length - 1);
  const [head, tail] = [verb.slice(0, at), verb.slice(at)];
  return (
    random.pick([head + tail.slice(1), `${head}X${tail}`, `${head}${tail[0] ?? ''}${tail}`]) ?? ''
  );
}

function responses(session: Session): Session['lines'] {
  return session.exchanges
    .filter(({ verb, argument }) => verb === 'AUTH' && /^(?:LOGIN|PLAIN)\b/.test(argument))
    .flatMap(({ responses: lines }) => lines)
    .filter(({ text }) => text !== '*');
}

/** Ways to break the form of a command. */
export const SYNTAX: readonly Mutator[] = [
  insertion('unknown-command', 'misspells a verb', idle, (_, random) => [
    ['C', misspelt(random.pick(['NOOP', 'RSET', 'VRFY', 'HELP', 'EXPN']) ?? '', random)],
    ['S', '500 5.5.2 Unknown command'],
  ]),
  insertion('unknown-command', 'misspells MAIL or RCPT', idle, (_, random) => [
    [
      'C',
      `${random.pick(['MAILL FROM', 'MIAL FROM', 'RCTP TO', 'RECPT TO']) ?? ''}:<a${String(random.below(999))}@client.example>`,
    ],
    ['S', '500 5.5.2 Unknown command'],
  ]),
  inCommand(
    'verb-letter-case',
    'writes the verb small',
    isOpen,
    ({ verb, argument, command }, random) => {
      if (!command.text.startsWith(verb)) return undefined;
      const small =
        random.pick([verb.toLowerCase(), verb.charAt(0) + verb.slice(1).toLowerCase()]) ?? '';
      return argument === '' ? small : `${small} ${argument}`;
    },
  ),
  inCommand('mail-rcpt-syntax', 'drops the colon', hasPath, ({ verb, argument }) => {
    return `${verb} ${argument.replace(':', ' ')}`;
  }),
  inCommand('mail-rcpt-syntax', 'drops FROM or TO', hasPath, ({ verb, argument }) => {
    return `${verb} ${argument.replace(/^\w+:/, '')}`;
  }),
  inCommand('mail-rcpt-syntax', 'swaps FROM and TO', hasPath, ({ verb, argument }) => {
    return `${verb} ${argument.replace(/^\w+/, verb === 'MAIL' ? 'TO' : 'FROM')}`;
  }),
  inCommand(
    'space-around-colon',
    'adds a blank beside the colon',
    hasPath,
    ({ verb, argument }, random) => {
      return `${verb} ${argument.replace(':', random.pick([': ', ' :']) ?? '')}`;
    },
  ),
  inCommand(
    'path-brackets-missing',
    'strips a bracket or both',
    hasPath,
    ({ verb, argument }, random) => {
      const gone = random.pick([/[<>]/g, /</, />/]) ?? /</;
      return /> \S/.test(argument) ? undefined : `${verb} ${argument.replace(gone, '')}`;
    },
  ),
  inCommand(
    'multiple-recipients-in-rcpt',
    'adds a recipient to RCPT',
    exchange => exchange.verb === 'RCPT' && hasPath(exchange),
    ({ argument }, random) => {
      const more = random.pick([',<', ', <', ';<', ' <']) ?? '';
      return `RCPT ${argument.replace('>', `>${more}also@mx.example>`)}`;
    },
  ),
  refused(
    'argument-not-allowed',
    'gives an argument to a verb that has none',
    ['RSET now', 'RSET all', 'QUIT now'],
    '501 5.5.4 No argument',
  ),
  inCommand(
    'argument-not-allowed',
    'gives DATA an argument',
    ({ verb, dot }) => verb === 'DATA' && dot !== undefined,
    (_, random) => `DATA ${random.pick(['now', '1234', 'please']) ?? ''}`,
  ),
  refused(
    'argument-missing',
    'leaves the argument out',
    ['EHLO', 'HELO', 'VRFY', 'EXPN'],
    '501 5.5.4 Argument please',
    (moment, session) => idle(moment) && session.protocol === 'SMTP',
  ),
  inCommand(
    'argument-missing',
    'leaves the name out of the hello',
    isPlainHello,
    ({ verb }) => verb,
  ),
  inCommand(
    'hello-argument-invalid',
    'breaks the name in the hello',
    isPlainHello,
    ({ verb }, random) => {
      const names = [
        'my_host.example',
        'client..example',
        '-client.example',
        'client.example-',
        'clie!nt.example',
        '[192.0.2.300]',
      ];
      return `${verb} ${random.pick(names) ?? ''}`;
    },
  ),
  inCommand(
    'helo-address-literal',
    'gives HELO a literal',
    exchange => exchange.verb === 'HELO' && isPlainHello(exchange),
    (_, random) => `HELO [192.0.2.${String(random.below(256))}]`,
  ),
  inCommand(
    'hello-not-fqdn',
    'gives the hello a name without a dot',
    isPlainHello,
    ({ verb }, random) => {
      return `${verb} ${random.pick(['localhost', 'laptop', 'client', 'WIN7']) ?? ''}`;
    },
  ),
  inCommand(
    'hello-extra-text',
    'adds text after the name',
    isPlainHello,
    ({ verb, argument }, random) => {
      return `${verb} ${argument} ${random.pick(['laptop', 'here', '(me)', 'ESMTP']) ?? ''}`;
    },
  ),
  inCommand(
    'trailing-whitespace',
    'adds a blank at the end',
    exchange => isOpen(exchange) && !isEnvelope(exchange),
    ({ command }, random) => {
      return `${command.text}${random.pick([' ', '  ', '\t']) ?? ' '}`;
    },
  ),
  inCommand(
    'leading-whitespace',
    'adds a blank at the beginning',
    isOpen,
    ({ command }, random) => {
      return `${random.pick([' ', '  ', '\t']) ?? ' '}${command.text}`;
    },
  ),
  inCommand(
    'separator-not-space',
    'doubles a blank or makes it a tab',
    exchange => (isPlainHello(exchange) || isEnvelope(exchange)) && exchange.argument !== '',
    ({ command }, random) =>
      command.text.replace(' ', random.pick(['  ', '\t', '   ', ' \t']) ?? ''),
  ),
  inCommand(
    'separator-not-space',
    'doubles the blank before a parameter',
    ({ verb, argument }) => ENVELOPE.includes(verb) && /> [^ ]/.test(argument),
    ({ command }, random) => command.text.replace('> ', random.pick(['>  ', '>\t']) ?? ''),
  ),
  refused('empty-command', 'sends an empty line', [''], '500 5.5.2 What?', idle),
  insertion('command-line-too-long', 'sends a long line', idle, (_, random) => [
    ['C', `NOOP ${'a'.repeat(2000 + random.below(500))}`],
    ['S', '500 5.5.2 Line too long'],
  ]),
  insertion(
    'command-line-too-long',
    'sends a line of more than 512 octets',
    ({ next }) => isIdle(next.before) && next.before.offers.size === 0,
    (_, random) => [
      ['C', `NOOP ${'a'.repeat(506 + random.below(20))}`],
      ['S', '500 5.5.2 Line too long'],
    ],
  ),
  refused(
    'non-ascii-in-command',
    'sends an octet above 127',
    ['NOOP grüße', 'HELP ñ', 'VRFY jörg', 'EXPN liste-é'],
    '500 5.5.2 Invalid character',
  ),
  inCommand(
    'hello-argument-invalid',
    'puts an octet above 127 into the name',
    isPlainHello,
    ({ verb }, random) =>
      `${verb} ${random.pick(['clïent.example', '客户.example', 'client.exämple']) ?? ''}`,
  ),
  inCommand(
    'non-ascii-in-command',
    'puts an octet above 127 into the sender',
    exchange =>
      exchange.verb === 'MAIL' && hasPath(exchange) && !exchange.argument.includes('SMTPUTF8'),
    ({ command }, random) => command.text.replace('@', random.pick(['ö@', '好@', '@ö']) ?? ''),
  ),
  refused(
    'control-character-in-command',
    'sends a control character',
    ['NOOP a\u0007b', 'VRFY b\u0008ob', 'HELP \u001b[A', 'NOOP a\u007f'],
    '500 5.5.2 Invalid character',
  ),
  inCommand(
    'control-character-in-command',
    'puts a control character into a path',
    hasPath,
    ({ command }, random) => {
      return command.text.replace('@', `${random.pick(['\u0001', '\u0008', '\u001b']) ?? ''}@`);
    },
  ),
  insertion(
    'bdat-syntax',
    'breaks the size or LAST of BDAT',
    ({ next }) => next.before.accepted.length > 0 && next.before.offers.has('CHUNKING'),
    (_, random) => [
      [
        'C',
        random.pick(['BDAT LAST', 'BDAT -1 LAST', 'BDAT 0x10', 'BDAT ten LAST', 'BDAT 1.5']) ?? '',
      ],
      ['S', '501 5.5.4 Size please'],
    ],
  ),
  inCommand(
    'bdat-syntax',
    'misspells LAST',
    (exchange, session) =>
      exchange.verb === 'BDAT' &&
      / LAST$/.test(exchange.argument) &&
      exchange.content.length > 0 &&
      neighbour(session, exchange, 1)?.verb === 'QUIT',
    ({ command }, random) => {
      return command.text.replace('LAST', random.pick(['LASTT', 'LST', 'LAST NOW', 'FINAL']) ?? '');
    },
  ),
  insertion(
    'auth-syntax',
    'breaks the form of AUTH',
    ({ next }) =>
      isIdle(next.before) &&
      /\bPLAIN\b/.test(next.before.offers.get('AUTH') ?? '') &&
      next.before.tls &&
      !next.before.authenticated,
    (_, random) => [
      [
        'C',
        random.pick([
          'AUTH PLAIN user pass',
          'AUTH PL@IN ***',
          'AUTH PLAIN *** ***',
          'AUTH PLAIN: ***',
        ]) ?? '',
      ],
      ['S', '501 5.5.4 Syntax'],
    ],
    SECRET,
  ),
  inLine(
    'auth-response-not-base64',
    'spoils the base64 of a response',
    responses,
    (_, random) => {
      return random.pick(['alice!', 'dXNlcg=', 'dXNl cg==', '(secret)', 'a']);
    },
    SECRET,
  ),
  insertion(
    'auth-plain-malformed',
    'sends user:password',
    ({ next }) =>
      isIdle(next.before) &&
      !next.before.authenticated &&
      next.before.tls &&
      /\bPLAIN\b/.test(next.before.offers.get('AUTH') ?? ''),
    (_, random) => [
      [
        'C',
        `AUTH PLAIN ${base64(random.pick(['alice:secret', 'alice', 'alice secret', '\0alice', 'a\0b\0c\0d']) ?? '')}`,
      ],
      ['S', '535 5.7.8 Authentication credentials invalid'],
    ],
    SECRET,
  ),
  inCommand(
    'auth-initial-response-not-allowed',
    'gives CRAM-MD5 an initial response',
    ({ verb, argument }) => verb === 'AUTH' && /^(?:CRAM-MD5|DIGEST-MD5)$/.test(argument),
    ({ command }, random) => `${command.text} ${random.pick(['YWJj', 'YWxpY2U=', '=']) ?? ''}`,
    SECRET,
  ),
  inLine(
    'auth-exchange-malformed',
    'answers CRAM-MD5 without a digest',
    session =>
      session.exchanges
        .filter(({ verb, argument }) => verb === 'AUTH' && /^CRAM-MD5$/.test(argument))
        .filter(isAccepted)
        .flatMap(({ responses: lines }) => lines),
    (_, random) => base64(random.pick(['alice', 'alice:secret', 'alice 12']) ?? ''),
    SECRET,
  ),
  refused(
    'foreign-protocol',
    'speaks another protocol',
    [
      'GET / HTTP/1.1',
      'POST /mail HTTP/1.0',
      'a1 LOGIN alice secret',
      'CONNECT mx.example:25 HTTP/1.1',
      'SSH-2.0-OpenSSH_9.6',
    ],
    '500 5.5.2 Unknown command',
  ),
];

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
