import type { ServerName } from '../../test/servers/runningServer.ts';

/** What some servers say, and why. */
export interface Answer {
  /** A reply code, or in parentheses what came instead of a reply. */
  readonly code: string;
  readonly servers: readonly ServerName[];
  /** A sentence whose subject is these servers. */
  readonly why: string;
}

/** Why servers answer one command differently; docs/servers.md is made of these. */
export interface Explanation {
  /** Names of the scenarios in which the command is said. */
  readonly scenarios: readonly string[];
  /** As `ReplyDifference` has it. */
  readonly command: string;
  /** What the command asks for, and what the standard says of it. */
  readonly about: string;
  readonly answers: readonly Answer[];
}

/** A scenario that a server cannot be recorded with. */
export interface Unrecorded {
  readonly scenario: string;
  readonly server: ServerName;
  readonly why: string;
}

const tlsScenarios = [
  'starttls',
  'auth-plain',
  'auth-login',
  'auth-cram',
  'auth-scram',
  'auth-refused',
  'auth-broken-off',
];

/** Every difference between two servers; one that is missing or not seen any more fails the tests. */
export const explanations: readonly Explanation[] = [
  {
    scenarios: ['no-hello'],
    command: 'MAIL FROM:<ann@client.example>',
    about: 'Mail without EHLO or HELO before it. RFC 5321 §4.1.4 wants 503 for it.',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'sendmail'],
        why: 'do not insist on it unless they are told to (`smtpd_helo_required`, the privacy flag `needmailhelo`).',
      },
      {
        code: '503',
        servers: ['exim', 'opensmtpd', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'insist.',
      },
    ],
  },
  {
    scenarios: ['sender-syntax'],
    command: 'MAIL FROM:<ann@client@example>',
    about: 'A reverse-path with two at signs. Nothing in RFC 5321 §4.1.2 is written like this.',
    answers: [
      {
        code: '250',
        servers: ['postfix'],
        why: 'takes what is before the last at sign for the local part, as if it were quoted.',
      },
      { code: '501', servers: ['exim', 'haraka', 'smtp-server'], why: 'call it a syntax error.' },
      {
        code: '553',
        servers: ['opensmtpd', 'sendmail', 'aiosmtpd'],
        why: 'say that the mailbox name is not allowed, which is as good a reply to MAIL.',
      },
    ],
  },
  {
    scenarios: ['sender-syntax'],
    command: 'MAIL FROM:ann@client.example',
    about: 'A reverse-path without angle brackets, as old clients wrote it.',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'exim', 'sendmail', 'haraka', 'aiosmtpd'],
        why: 'are liberal. Postfix and Haraka can be told not to be (`strict_rfc821_envelopes`, `strict_rfc1869`).',
      },
      { code: '501', servers: ['smtp-server'], why: 'wants the brackets.' },
      { code: '553', servers: ['opensmtpd'], why: 'wants the brackets.' },
    ],
  },
  {
    scenarios: ['sender-syntax'],
    command: 'MAIL ann@client.example',
    about: 'MAIL without `FROM:`.',
    answers: [
      {
        code: '500',
        servers: ['exim', 'opensmtpd'],
        why: 'look for `MAIL FROM` as a whole, so that `MAIL` alone is an unknown command.',
      },
      {
        code: '501',
        servers: ['postfix', 'sendmail', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'know the command and miss its argument.',
      },
    ],
  },
  {
    scenarios: ['unqualified'],
    command: 'MAIL FROM:<ann>',
    about: 'A reverse-path without a domain.',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'opensmtpd', 'aiosmtpd'],
        why: 'take it: Postfix and OpenSMTPD would append a domain of their own, aiosmtpd leaves that to its handler.',
      },
      { code: '501', servers: ['exim', 'haraka', 'smtp-server'], why: 'call it a syntax error.' },
      { code: '553', servers: ['sendmail'], why: 'says that a domain name is required.' },
    ],
  },
  {
    scenarios: ['unqualified'],
    command: 'RCPT TO:<bob>',
    about: 'A recipient without a domain. Only `Postmaster` may be written so (RFC 5321 §4.1.1.3).',
    answers: [
      { code: '250', servers: ['sendmail'], why: 'takes it for a mailbox of its own.' },
      { code: '501', servers: ['exim', 'haraka', 'smtp-server'], why: 'call it a syntax error.' },
      {
        code: '550',
        servers: ['postfix', 'opensmtpd', 'aiosmtpd'],
        why: 'look it up like any other address, and nobody has it.',
      },
    ],
  },
  {
    scenarios: ['nobody-left'],
    command: 'DATA',
    about:
      'DATA after every recipient was refused. RFC 5321 §3.3 allows 503 or 554, so both are right.',
    answers: [
      { code: '554', servers: ['postfix'], why: 'says that there are no valid recipients.' },
      {
        code: '503',
        servers: ['exim', 'opensmtpd', 'sendmail', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'say that RCPT has to come first.',
      },
    ],
  },
  {
    scenarios: ['order'],
    command: 'MAIL FROM:<ann@client.example> #2',
    about: 'MAIL while a transaction is open. RFC 5321 §4.1.4 wants 503.',
    answers: [
      { code: '250', servers: ['haraka'], why: 'drops the open transaction and begins another.' },
      {
        code: '503',
        servers: ['postfix', 'exim', 'opensmtpd', 'sendmail', 'smtp-server', 'aiosmtpd'],
        why: 'refuse a nested MAIL.',
      },
    ],
  },
  {
    scenarios: ['pipelined'],
    command: 'MAIL FROM:<ann@client.example>',
    about:
      'MAIL, RCPT and DATA in one go. A client may do so only where PIPELINING is offered (RFC 2920 §3.1).',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'exim', 'sendmail', 'haraka', 'smtp-server'],
        why: 'offer PIPELINING.',
      },
      {
        code: '500',
        servers: ['opensmtpd'],
        why: 'does not offer it and insists on one at a time.',
      },
    ],
  },
  {
    scenarios: ['pipelined'],
    command: 'RCPT TO:<bob@example.net>',
    about: 'The next command of that group.',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'exim', 'sendmail', 'haraka', 'smtp-server'],
        why: 'take it.',
      },
      { code: '(closed)', servers: ['opensmtpd'], why: 'has closed the connection after its 500.' },
    ],
  },
  {
    scenarios: ['pipelined'],
    command: 'QUIT',
    about: 'QUIT in the same packet as the end of the message.',
    answers: [
      {
        code: '221',
        servers: ['postfix', 'exim', 'sendmail', 'smtp-server', 'aiosmtpd'],
        why: 'read on after the message.',
      },
      {
        code: '503',
        servers: ['haraka'],
        why: 'takes nothing that was sent before its reply to the message: a precaution against smuggled commands.',
      },
    ],
  },
  {
    scenarios: ['size'],
    command: 'MAIL FROM:<ann@client.example> SIZE=999999999',
    about: 'A message announced as far too large (RFC 1870 §6.1 wants 552).',
    answers: [
      { code: '250', servers: ['opensmtpd'], why: 'measures the message when it comes.' },
      { code: '550', servers: ['haraka'], why: 'refuses it with a code of its own.' },
      {
        code: '552',
        servers: ['postfix', 'exim', 'sendmail', 'smtp-server', 'aiosmtpd'],
        why: 'refuse it as the standard says.',
      },
    ],
  },
  {
    scenarios: ['size'],
    command: 'MAIL FROM:<ann@client.example> SIZE=12x',
    about: 'A size that is not a number.',
    answers: [
      {
        code: '250',
        servers: ['exim', 'sendmail', 'haraka'],
        why: 'read the digits and leave the rest.',
      },
      {
        code: '501',
        servers: ['postfix', 'smtp-server', 'aiosmtpd'],
        why: 'call it a syntax error.',
      },
      {
        code: '503',
        servers: ['opensmtpd'],
        why: 'is in a transaction already, because it took the MAIL before.',
      },
    ],
  },
  {
    scenarios: ['eight-bit'],
    command: 'MAIL FROM:<ann@client.example> BODY=9BIT',
    about: 'A kind of body that does not exist.',
    answers: [
      { code: '250', servers: ['haraka'], why: 'does not look at the value.' },
      {
        code: '501',
        servers: ['exim', 'sendmail', 'smtp-server', 'aiosmtpd'],
        why: 'say that the value is wrong.',
      },
      {
        code: '503',
        servers: ['opensmtpd'],
        why: 'uses 503 for every parameter that it does not like.',
      },
      { code: '555', servers: ['postfix'], why: 'says that it does not know such a parameter.' },
    ],
  },
  {
    scenarios: ['parameters'],
    command: 'MAIL FROM:<ann@client.example> X-COLOUR=blue',
    about: 'A parameter that nobody announced (RFC 5321 §4.1.1.11 wants 555).',
    answers: [
      { code: '250', servers: ['haraka', 'smtp-server'], why: 'ignore what they do not know.' },
      {
        code: '501',
        servers: ['exim', 'aiosmtpd'],
        why: 'call it a syntax error; Exim takes it for a part of the address.',
      },
      {
        code: '503',
        servers: ['opensmtpd'],
        why: 'uses 503 for every parameter that it does not like.',
      },
      { code: '555', servers: ['postfix', 'sendmail'], why: 'say what the standard says.' },
    ],
  },
  {
    scenarios: ['parameters'],
    command: 'RCPT TO:<bob@example.net> X-COLOUR=blue',
    about: 'The same for a recipient.',
    answers: [
      { code: '250', servers: ['haraka', 'smtp-server'], why: 'ignore what they do not know.' },
      { code: '501', servers: ['exim', 'aiosmtpd'], why: 'call it a syntax error.' },
      { code: '503', servers: ['opensmtpd'], why: 'uses 503 here as well.' },
      { code: '555', servers: ['postfix', 'sendmail'], why: 'say what the standard says.' },
    ],
  },
  {
    scenarios: ['dsn'],
    command: 'MAIL FROM:<ann@client.example> RET=HDRS ENVID=QQ314159',
    about: 'Parameters of RFC 3461, which a client may use only where DSN is offered.',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'exim', 'opensmtpd', 'sendmail', 'haraka', 'smtp-server'],
        why: 'take them. Haraka and smtp-server do not offer DSN but ignore what they do not know.',
      },
      { code: '555', servers: ['aiosmtpd'], why: 'does not offer DSN and refuses them.' },
    ],
  },
  {
    scenarios: ['dsn'],
    command: 'RCPT TO:<bob@example.net> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bob@example.net',
    about: 'A recipient with parameters of the same extension.',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'exim', 'opensmtpd', 'sendmail', 'haraka', 'smtp-server'],
        why: 'take it.',
      },
      { code: '503', servers: ['aiosmtpd'], why: 'has no transaction, since it refused MAIL.' },
    ],
  },
  {
    scenarios: ['dsn'],
    command: 'RCPT TO:<carol@example.net> NOTIFY=NEVER',
    about: 'Another recipient who wants no notification at all.',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'exim', 'sendmail', 'haraka', 'smtp-server'],
        why: 'take it.',
      },
      {
        code: '553',
        servers: ['opensmtpd'],
        why: 'has kept the NOTIFY of the recipient before and says that NEVER does not go with it: a bug of 6.8.',
      },
      { code: '503', servers: ['aiosmtpd'], why: 'has no transaction, since it refused MAIL.' },
    ],
  },
  {
    scenarios: ['dsn'],
    command: 'RCPT TO:<carol@example.net> NOTIFY=NEVER,SUCCESS',
    about: 'NEVER together with something else, which RFC 3461 §4.1 forbids.',
    answers: [
      { code: '250', servers: ['haraka', 'smtp-server'], why: 'do not look at it.' },
      { code: '501', servers: ['postfix', 'exim', 'sendmail'], why: 'call it a syntax error.' },
      { code: '553', servers: ['opensmtpd'], why: 'refuses it with a code of its own.' },
      { code: '503', servers: ['aiosmtpd'], why: 'has no transaction, since it refused MAIL.' },
    ],
  },
  {
    scenarios: ['utf8'],
    command: 'MAIL FROM:<jürgen@client.example> SMTPUTF8',
    about: 'An address outside ASCII, announced as RFC 6531 has it.',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'exim', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'offer SMTPUTF8.',
      },
      { code: '553', servers: ['opensmtpd'], why: 'does not offer it and refuses the address.' },
      { code: '555', servers: ['sendmail'], why: 'does not offer it and refuses the parameter.' },
    ],
  },
  {
    scenarios: ['utf8'],
    command: 'RCPT TO:<bob@example.net>',
    about: 'A recipient for that sender.',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'exim', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'take it.',
      },
      {
        code: '503',
        servers: ['opensmtpd', 'sendmail'],
        why: 'have no transaction, since they refused MAIL.',
      },
    ],
  },
  {
    scenarios: ['utf8'],
    command: 'MAIL FROM:<jürgen@client.example>',
    about: 'The same address without the announcement.',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'exim', 'sendmail', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'let it pass; Sendmail reads it with seven bits.',
      },
      { code: '553', servers: ['opensmtpd'], why: 'refuses it.' },
    ],
  },
  {
    scenarios: ['bdat'],
    command: 'BDAT 28',
    about: 'A chunk (RFC 3030). The replay sends one only to a server that offers CHUNKING.',
    answers: [
      { code: '250', servers: ['postfix', 'exim'], why: 'offer CHUNKING.' },
      {
        code: '(no CHUNKING)',
        servers: ['opensmtpd', 'sendmail', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'do not, so nothing of the message is sent.',
      },
    ],
  },
  {
    scenarios: ['bdat-order'],
    command: 'BDAT 8',
    about: 'The same in another session.',
    answers: [
      { code: '250', servers: ['postfix'], why: 'offers CHUNKING.' },
      {
        code: '(no CHUNKING)',
        servers: ['opensmtpd', 'sendmail', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'do not.',
      },
    ],
  },
  {
    scenarios: ['bdat-order'],
    command: 'QUIT',
    about: 'QUIT after a chunk that was not the last, a DATA that was refused, and RSET.',
    answers: [
      { code: '221', servers: ['postfix'], why: 'says goodbye.' },
      {
        code: '(timeout)',
        servers: ['exim'],
        why: 'answers RSET but goes on reading what comes as a chunk, and never answers again.',
      },
    ],
  },
  {
    scenarios: tlsScenarios,
    command: 'STARTTLS',
    about: 'TLS. Without it the rest of these sessions, AUTH first of all, is not said.',
    answers: [
      {
        code: '220',
        servers: ['postfix', 'exim', 'sendmail', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'shake hands.',
      },
      {
        code: '503',
        servers: ['opensmtpd'],
        why: 'runs without TLS: Debian builds 6.8 with OpenSSL 3, with which every handshake ends in an internal error.',
      },
    ],
  },
  {
    scenarios: ['auth-plain-text'],
    command: 'AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm',
    about: 'AUTH on a connection without TLS.',
    answers: [
      {
        code: '235',
        servers: ['postfix', 'exim', 'sendmail', 'haraka', 'smtp-server'],
        why: 'are set up to allow it here, on loopback.',
      },
      {
        code: '(no AUTH PLAIN)',
        servers: ['opensmtpd', 'aiosmtpd'],
        why: 'do not offer it without TLS, and the replay sends credentials only where the recording, or the server, offers to take them.',
      },
      { code: '503', servers: ['opensmtpd'], why: 'knows AUTH under TLS only.' },
      { code: '538', servers: ['aiosmtpd'], why: 'wants TLS first.' },
    ],
  },
  {
    scenarios: ['auth-cram'],
    command: 'AUTH CRAM-MD5',
    about: 'A mechanism that needs the password in clear on the server (RFC 2195).',
    answers: [
      {
        code: '235',
        servers: ['postfix', 'exim', 'sendmail', 'haraka', 'smtp-server'],
        why: 'offer it and accept the response that the replay computes.',
      },
      {
        code: '(no AUTH CRAM-MD5)',
        servers: ['aiosmtpd'],
        why: 'does not offer it, so nothing is sent.',
      },
    ],
  },
  {
    scenarios: ['auth-scram'],
    command: 'AUTH SCRAM-SHA-256',
    about: 'A mechanism that never shows the password and checks the server as well (RFC 7677).',
    answers: [
      {
        code: '235',
        servers: ['postfix', 'sendmail'],
        why: 'offer it, by Cyrus SASL, and prove that they know the password too.',
      },
      {
        code: '(no AUTH SCRAM-SHA-256)',
        servers: ['exim', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'do not offer it, so nothing is sent.',
      },
    ],
  },
  {
    scenarios: ['auth-refused'],
    command: 'AUTH X-UNKNOWN',
    about: 'A mechanism that nobody has (RFC 4954 §4 wants 504).',
    answers: [
      {
        code: '500',
        servers: ['haraka'],
        why: 'leaves it to its plugins, and where none wants it the command is unknown.',
      },
      {
        code: '504',
        servers: ['exim', 'sendmail', 'smtp-server', 'aiosmtpd'],
        why: 'say what the standard says.',
      },
      {
        code: '535',
        servers: ['postfix'],
        why: 'hands it to Cyrus SASL and reports that the authentication failed.',
      },
    ],
  },
  {
    scenarios: ['auth-broken-off'],
    command: 'AUTH LOGIN',
    about: '`*` in place of a response, which ends the exchange (RFC 4954 §4).',
    answers: [
      {
        code: '501',
        servers: ['postfix', 'exim', 'sendmail', 'smtp-server', 'aiosmtpd'],
        why: 'end it.',
      },
      {
        code: '334',
        servers: ['haraka'],
        why: 'takes the asterisk for a user name and asks for the password.',
      },
    ],
  },
  {
    scenarios: ['courtesy'],
    command: 'NOOP twice',
    about: 'NOOP with a word after it, which RFC 5321 §4.1.1.9 allows.',
    answers: [
      {
        code: '250',
        servers: ['postfix', 'exim', 'sendmail', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'do nothing.',
      },
      { code: '500', servers: ['opensmtpd'], why: 'wants no words after it.' },
    ],
  },
  {
    scenarios: ['courtesy'],
    command: 'VRFY bob@example.net',
    about: 'Whether a mailbox is there. RFC 5321 §3.5.3 leaves it to the server how much it tells.',
    answers: [
      { code: '250', servers: ['exim', 'sendmail'], why: 'look it up and tell.' },
      {
        code: '252',
        servers: ['postfix', 'haraka', 'smtp-server', 'aiosmtpd'],
        why: 'do not tell.',
      },
      { code: '500', servers: ['opensmtpd'], why: 'does not know the command.' },
    ],
  },
  {
    scenarios: ['courtesy'],
    command: 'VRFY missing@example.net',
    about: 'The same for a mailbox that is not there.',
    answers: [
      {
        code: '550',
        servers: ['postfix', 'exim', 'sendmail'],
        why: 'say so. Postfix judges it like RCPT: 252 only means that RCPT would be taken.',
      },
      { code: '252', servers: ['haraka', 'smtp-server', 'aiosmtpd'], why: 'do not tell.' },
      { code: '500', servers: ['opensmtpd'], why: 'does not know the command.' },
    ],
  },
  {
    scenarios: ['courtesy'],
    command: 'HELP',
    about: 'Help, which RFC 5321 §4.1.1.8 only recommends.',
    answers: [
      { code: '214', servers: ['exim', 'opensmtpd', 'sendmail', 'smtp-server'], why: 'give some.' },
      {
        code: '250',
        servers: ['haraka', 'aiosmtpd'],
        why: 'answer with a code that the standard does not list for HELP.',
      },
      { code: '500', servers: ['postfix'], why: 'does not know the command.' },
    ],
  },
  {
    scenarios: ['expn'],
    command: 'EXPN bob',
    about: 'Who is behind a list. Nearly everybody keeps that private.',
    answers: [
      { code: '250', servers: ['sendmail'], why: 'tells unless the privacy flag `noexpn` is set.' },
      {
        code: '500',
        servers: ['postfix', 'opensmtpd', 'haraka', 'smtp-server'],
        why: 'do not know the command.',
      },
      { code: '502', servers: ['aiosmtpd'], why: 'knows it and does not have it.' },
      { code: '550', servers: ['exim'], why: 'has no rule that would allow it.' },
    ],
  },
  {
    scenarios: ['arguments'],
    command: 'RSET now',
    about: 'A word after RSET, which takes none.',
    answers: [
      { code: '250', servers: ['sendmail', 'smtp-server'], why: 'do not look at it.' },
      { code: '500', servers: ['opensmtpd'], why: 'uses 500 for wrong arguments.' },
      {
        code: '501',
        servers: ['postfix', 'exim', 'haraka', 'aiosmtpd'],
        why: 'call it a syntax error.',
      },
    ],
  },
  {
    scenarios: ['arguments'],
    command: 'DATA now',
    about: 'A word after DATA, when DATA has no place yet either.',
    answers: [
      { code: '500', servers: ['opensmtpd'], why: 'uses 500 for wrong arguments.' },
      { code: '501', servers: ['exim', 'haraka'], why: 'look at the arguments first.' },
      {
        code: '503',
        servers: ['postfix', 'sendmail', 'smtp-server', 'aiosmtpd'],
        why: 'look at the order first.',
      },
    ],
  },
];

/** Why a scenario has no recording on a server that offers what it needs. */
export const unrecorded: readonly Unrecorded[] = [
  {
    scenario: 'bdat-order',
    server: 'exim',
    why: 'Exim never answers the QUIT (see above), so there is no whole session.',
  },
  {
    scenario: 'auth-broken-off',
    server: 'haraka',
    why: 'the exchange cannot be broken off (see above), so the replay hangs up.',
  },
];
