/**
 * What a session may show that makes a rule worth asking. Nearly all sessions show hardly any, so
 * one quick look (`cluesOf`) spares them nearly all rules. A clue may show where nothing is wrong,
 * but no rule that names it may have anything to say where it does not.
 */
const CLUES = [
  /** A command with blanks before or after it, two in a row, or a tab. */
  'odd-blanks',
  /** A control character or an octet above 127 in a command. */
  'odd-octets',
  /** A first word that no table has, or none at all. */
  'unknown-verb',
  /** A command, response or reply line of 500 octets or more. */
  'long-line',
  /** An argument after a verb that has none, or none where one is needed. */
  'odd-argument',
  /** A MAIL or RCPT whose path is not of the plainest form, `FROM:<name@host.example>`. */
  'odd-path',
  /** MAIL or RCPT with parameters other than an offered SIZE and BODY. */
  'odd-params',
  /** More content than MAIL declared with SIZE. */
  'big-content',
  /** A name in a hello that is not of the plainest form, `host.example`. */
  'odd-hello',
  /** AUTH, or what some servers call it. */
  'auth',
  /** STARTTLS, or TLS by other signs. */
  'tls',
  /** BDAT or BURL. */
  'chunks',
  /** LMTP, or its hello. */
  'lmtp',
  /** A verb that an extension adds. */
  'extension-verb',
  /** An extension was offered before TLS. */
  'stale-offer',
  /** A command that did not wait where it had to, or might have had to. */
  'unawaited',
  /** A command of a transaction out of turn. */
  'transaction-fault',
  /** A command without the hello it needs. */
  'hello-fault',
  /** A command, or the end of content, without a reply. */
  'unanswered',
  /** A reply nobody asked for. */
  'stray',
  /** No greeting, a late one, or one that refuses. */
  'odd-opening',
  /** No QUIT with its reply as the last thing said. */
  'odd-ending',
  /** A reply line that is not code, separator and text, or contradicts itself. */
  'odd-reply',
  /** A code that the table does not have for what it answers. */
  'odd-code',
  /** A greeting that begins with no plain host name, or an offer that is not `KEYWORD` and words. */
  'odd-offer',
  /** A line without the mark of its speaker. */
  'unmarked',
  /** Something that tells of line ends on the wire: the mark of a raw line, a CR or a NUL. */
  'line-ends',
  /** A control character in the session, or an escape that may stand for one. */
  'controls',
  /** Content other than what 354 asks for and a dot ends, shown as a whole, or of no octet. */
  'odd-content',
  /** A line of content that begins with a lone dot or is long. */
  'odd-lines',
  /** Content with an octet above 127, or with an escape that may stand for one. */
  'eight-bit',
  /** A message header that is not plain ASCII with all it needs, once. */
  'odd-header',
] as const;

/** What a session shows as a whole: rules that name one of these are asked about all of it. */
const WIDE_CLUES = [
  /** A message header with fields of MIME (RFC 2045 §3). */
  'mime',
  /** A field whose value or length is not of the plainest, or that asks for a look itself. */
  'odd-field',
  /** A Received field that is not of the plainest form. */
  'trace-field',
  /** A message whose author or receiver may not be those of the envelope. */
  'other-envelope',
  /** A code, enhanced code or reply text that asks for a look. */
  'reply-text',
  /** An EHLO keyword that asks for a look. */
  'odd-keyword',
  /** An answer to a command, or to the end of content, that refuses it. */
  'refusal',
  /** Times that go back, that are far apart, or whose order asks for a look. */
  'times',
  /** HELO, VRFY, EXPN, or a verb that nobody should use any more. */
  'rare-verb',
  /** A hundred commands in flight, or a score that send nothing one after another. */
  'crowd',
  /** STARTTLS is offered to the end. */
  'open-offer',
  /** An extension whose name is painted over, or STARTTLS that is offered no more. */
  'masked-offer',
  /** Another session follows right behind. */
  'abutting',
  /** A recipient in a transaction that has one already. */
  'recipients',
  /** A `# @name value` line. */
  'directives',
  /** `{{` in a `.smtp` file: a place to fill, or what looks like one. */
  'braces',
] as const;

/** The name of a clue. */
export type Clue = (typeof CLUES)[number] | (typeof WIDE_CLUES)[number];

/** Clues as a number, one bit each. */
export type Clues = number;

const BITS: ReadonlyMap<Clue, Clues> = new Map(CLUES.map((clue, at) => [clue, 1 << at]));

const WIDE_BITS: ReadonlyMap<Clue, Clues> = new Map(WIDE_CLUES.map((clue, at) => [clue, 1 << at]));

/** The bits of these clues; those of the session as a whole have none here. */
export function cluesFrom(...clues: readonly Clue[]): Clues {
  return clues.reduce((bits, clue) => bits | (BITS.get(clue) ?? 0), 0);
}

/** The bits of those among them that are of the session as a whole, in a word of their own. */
export function wideCluesFrom(...clues: readonly Clue[]): Clues {
  return clues.reduce((bits, clue) => bits | (WIDE_BITS.get(clue) ?? 0), 0);
}

/** Every clue. */
export const ALL_CLUES: Clues = cluesFrom(...CLUES);

/** Every clue of the session as a whole. */
export const ALL_WIDE_CLUES: Clues = wideCluesFrom(...WIDE_CLUES);
