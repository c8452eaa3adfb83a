/** What can be compared of a session. */
export type Facet =
  'replyCodes' | 'commands' | 'messagesAccepted' | 'authenticated' | 'endedBy' | 'tls';

/** Where a file shows less than happened, and the manifest does not say so. */
export interface Exception {
  readonly why: string;
  /** Facets that the text does not show. */
  readonly hidden?: readonly Facet[];
  /** Only a part of the dialogue is shown: what is read has to be a part of what happened. */
  readonly visible?: true;
  /** Sessions that the text shows, where they are not as many as there were. */
  readonly sessions?: number;
  /** The dialect that is chosen where nothing in the text speaks for the one it came from. */
  readonly dialect?: string;
}

/** Dialects of texts that are about mail but hold no dialogue. */
export const NO_DIALOGUE: ReadonlySet<string> = new Set([
  'postfix-maillog',
  'postfix-dsn-report',
  'exim-mainlog',
]);

/** By file. */
export const EXCEPTIONS: ReadonlyMap<string, Exception> = new Map<string, Exception>([
  [
    'openssl/starttls-msg-piped.txt',
    {
      why: 'openssl shows neither its own EHLO and STARTTLS nor the replies up to the last line of one',
      visible: true,
    },
  ],
  [
    'tshark/drop-in-data-follow-ascii.txt',
    { why: 'a followed stream does not show how the connection ended', hidden: ['endedBy'] },
  ],
  [
    'tshark/drop-in-data-follow-raw.txt',
    { why: 'a followed stream does not show how the connection ended', hidden: ['endedBy'] },
  ],
  [
    'tshark/out-of-order-list.txt',
    { why: 'after DATA tshark takes every command for content', hidden: ['commands'] },
  ],
  [
    'tshark/pipelining-list.txt',
    { why: 'the packet with the content holds QUIT as well', hidden: ['commands'] },
  ],
  ...[
    'mixed-postmaster',
    'mixed-sender',
    'multi-postmaster',
    'rejected-sender',
    'spam-postmaster',
    'spam-sender',
    'starttls-mixed-postmaster',
    'starttls-mixed-sender',
  ].map((name): [string, Exception] => [
    `postfix-notice/smtp-${name}.txt`,
    { why: 'a bounce that quotes replies in its prose and has no transcript', sessions: 0 },
  ]),
  ...['multi', 'spam'].map((name): [string, Exception] => [
    `sendmail-bounce/${name}.txt`,
    { why: 'shows only the commands that failed', visible: true },
  ]),
  [
    'sendmail/X-bs-smtputf8.txt',
    {
      why: 'the message after the refused DATA is read as such, and the client never got the 221',
      hidden: ['replyCodes', 'commands', 'endedBy'],
    },
  ],
  [
    'postfix-notice/too-many-errors.txt',
    { why: 'what the client sent after the 421 was never read', hidden: ['commands'] },
  ],
  [
    'opensmtpd/T-smtp-pipelining.txt',
    { why: 'QUIT is among what the server threw away unread', hidden: ['endedBy'] },
  ],
  [
    'opensmtpd/T-smtp-relay-both-sides.txt',
    {
      why: 'the second session shown is a local one that was not recorded; openSmtpd.test.ts has it',
      hidden: ['replyCodes', 'commands', 'messagesAccepted', 'authenticated', 'endedBy', 'tls'],
    },
  ],
  [
    'swaks/hide-all.txt',
    { why: 'empty: nothing was printed', sessions: 0, dialect: 'smtp' },
  ],
  [
    'symfony-mailer/badauth.txt',
    { why: 'only the text of the exception', sessions: 0, dialect: 'smtp' },
  ],
  [
    'smtplib/l1-drop-in-data.txt',
    { why: 'ends in the message without a word about the end', hidden: ['endedBy'] },
  ],
  [
    'aiosmtpd/dsn.txt',
    {
      why: 'shows replies that the client, already gone, never read; its QUIT was never read',
      hidden: ['replyCodes', 'endedBy'],
    },
  ],
  ...['trace-ascii', 'trace-starttls'].map((name): [string, Exception] => [
    `curl/${name}.txt`,
    { why: 'QUIT and its reply are not traced', visible: true },
  ]),
  [
    'curl/v-imap-decoy.txt',
    { why: 'stops at the greeting without a word about the end', hidden: ['endedBy'] },
  ],
  ...['auth-cram-fail', 'lmtp', 'size-552'].map((name): [string, Exception] => [
    `msmtp/${name}.txt`,
    { why: 'stops without QUIT and without a word about the end', hidden: ['endedBy'] },
  ]),
  ...['simple', 'two-connections', 'starttls'].map((name): [string, Exception] => [
    `phpmailer/echo1-${name}.txt`,
    {
      why: 'level 1 prints the client only',
      hidden: ['replyCodes', 'messagesAccepted', 'endedBy', 'tls'],
    },
  ]),
]);
