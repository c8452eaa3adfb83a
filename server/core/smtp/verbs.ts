/** What is known about one command verb. Reply lists leave out 421, 500, 501 and 530 for all. */
export interface Verb {
  /** Upper case; on the wire the letter case does not matter. */
  readonly name: string;
  /** ABNF of the command line. */
  readonly syntax: string;
  readonly status: 'standard' | 'obsolete' | 'vendor' | 'private';
  readonly description: string;
  /** Lines of a transcript, separated by a line feed. */
  readonly example: string;
  readonly ref: string;
  /** Where the command is legal: the names of the session's states, or `any`. */
  readonly states: readonly VerbState[];
  /** What else must hold there. */
  readonly condition?: string;
  readonly replies: VerbReplies;
  /** Its place in a pipelined group (RFC 2920 3.1). */
  readonly pipelining: 'anywhere' | 'last-in-group';
  readonly pipeliningNote?: string;
  readonly protocols: readonly ('SMTP' | 'LMTP' | 'ODMR')[];
  /** The arguments that are not keywords, in words. */
  readonly arguments: readonly string[];
  /** Keywords that may follow; for MAIL and RCPT each belongs to an extension. */
  readonly params: readonly string[];
  readonly note?: string;
}

/** States of a session as the verb table names them. */
export type VerbState = 'any' | 'greeted' | 'helo' | 'mail' | 'rcpt' | 'bdat' | 'post-tls';

/** The reply codes to expect, by what they mean for the command. */
export interface VerbReplies {
  readonly success: readonly number[];
  readonly intermediate: readonly number[];
  readonly error: readonly number[];
}

/** Reply codes every command may get (RFC 5321 4.3.2; 530 by RFC 3207 4 and RFC 4954 6). */
export const ANY_COMMAND_REPLIES: readonly number[] = [421, 500, 501, 530];

/** Reply codes of a connection that was just opened (RFC 5321 3.1, 4.3.2; RFC 7504 3). */
export const CONNECT_REPLIES: VerbReplies = {
  success: [220],
  intermediate: [],
  error: [421, 521, 554],
};

/** The commands of SMTP, LMTP and their extensions, the usual ones first. */
export const VERBS: readonly Verb[] = [
  {
    name: 'EHLO',
    syntax: '"EHLO" SP ( Domain / address-literal ) CRLF',
    status: 'standard',
    description:
      'Opens an extended session: the client gives its name and learns which extensions the server has. Accepted later in a session it also drops the open transaction, as RSET does; refused, it changes nothing. It has to be repeated after TLS is set up.',
    example: 'C: EHLO client.example\nS: 250-mx.example\nS: 250 SIZE 10485760',
    ref: 'RFC 5321 §4.1.1.1, 4.1.4',
    states: ['greeted', 'helo', 'mail', 'rcpt', 'post-tls'],
    replies: { success: [250], intermediate: [], error: [501, 502, 504, 550] },
    pipelining: 'last-in-group',
    protocols: ['SMTP'],
    arguments: ['client domain or address literal'],
    params: [],
  },
  {
    name: 'HELO',
    syntax: '"HELO" SP Domain CRLF',
    status: 'standard',
    description:
      'The greeting from before extensions. Servers keep it, clients fall back to it when EHLO is not recognised. Its reply lists no extensions, so MAIL and RCPT may carry no parameters.',
    example: 'C: HELO client.example\nS: 250 mx.example',
    ref: 'RFC 5321 §4.1.1.1',
    states: ['greeted', 'helo', 'mail', 'rcpt'],
    replies: { success: [250], intermediate: [], error: [501, 504, 550] },
    pipelining: 'last-in-group',
    protocols: ['SMTP'],
    arguments: ['client domain (no literal in the ABNF)'],
    params: [],
  },
  {
    name: 'LHLO',
    syntax: '"LHLO" SP Domain CRLF',
    status: 'standard',
    description:
      'The EHLO of LMTP. An LMTP server refuses HELO and EHLO (500 is recommended); an SMTP server does not know LHLO.',
    example: 'C: LHLO client.example\nS: 250-lmtp.example\nS: 250 PIPELINING',
    ref: 'RFC 2033 §4.1',
    states: ['greeted', 'helo', 'mail', 'rcpt'],
    replies: { success: [250], intermediate: [], error: [501, 504, 550] },
    pipelining: 'last-in-group',
    protocols: ['LMTP'],
    arguments: ['client domain'],
    params: [],
  },
  {
    name: 'MAIL',
    syntax: '"MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF',
    status: 'standard',
    description:
      'Starts a mail transaction and names the return address; leftovers of an earlier one are cleared. Not allowed while a transaction is open. No blank may stand next to the colon.',
    example: 'C: MAIL FROM:<a@client.example> SIZE=1200\nS: 250 OK',
    ref: 'RFC 5321 §4.1.1.2, 3.3',
    states: ['helo'],
    replies: {
      success: [250],
      intermediate: [],
      error: [451, 452, 455, 501, 503, 530, 550, 552, 553, 555],
    },
    pipelining: 'anywhere',
    protocols: ['SMTP', 'LMTP'],
    arguments: ['reverse-path, or "<>"'],
    params: [
      'AUTH',
      'BODY',
      'BY',
      'CONPERM',
      'ENVID',
      'HOLDFOR',
      'HOLDUNTIL',
      'MT-PRIORITY',
      'MTRK',
      'PRDR',
      'REQUIRETLS',
      'RET',
      'SIZE',
      'SMTPUTF8',
      'SOLICIT',
      'SUBMITTER',
      'TRANSID',
      'XVERP',
    ],
  },
  {
    name: 'RCPT',
    syntax:
      '"RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP Rcpt-parameters] CRLF',
    status: 'standard',
    description:
      'Adds exactly one recipient; repeat it for more. A refusal concerns this recipient only and leaves the transaction open.',
    example: 'C: RCPT TO:<b@mx.example>\nS: 250 OK',
    ref: 'RFC 5321 §4.1.1.3, 3.3',
    states: ['mail', 'rcpt'],
    replies: {
      success: [250, 251],
      intermediate: [],
      error: [450, 451, 452, 455, 501, 503, 550, 551, 552, 553, 555, 556],
    },
    pipelining: 'anywhere',
    protocols: ['SMTP', 'LMTP'],
    arguments: ['forward-path'],
    params: ['CONNEG', 'NOTIFY', 'ORCPT', 'RRVS'],
  },
  {
    name: 'DATA',
    syntax: '"DATA" CRLF',
    status: 'standard',
    description:
      'Asks to send the message. After 354 every line is content, up to a line with a single dot; content lines that begin with a dot get a second one. The reply after that dot decides for all recipients and ends the transaction whatever it says. LMTP sends one reply for each accepted recipient.',
    example: 'C: DATA\nS: 354 Go ahead\nC: Subject: hi\nC: \nC: text\nC: .\nS: 250 OK',
    ref: 'RFC 5321 §4.1.1.4, 4.5.2, 4.2.5',
    states: ['rcpt'],
    replies: { success: [250], intermediate: [354], error: [450, 451, 452, 503, 550, 552, 554] },
    pipelining: 'last-in-group',
    protocols: ['SMTP', 'LMTP'],
    arguments: [],
    params: [],
    note: '503/554 directly after DATA: no valid recipient (5321 3.3). 450/550 only after the dot. LMTP: MUST be 503 without an accepted RCPT (RFC 2033 4.2).',
  },
  {
    name: 'RSET',
    syntax: '"RSET" CRLF',
    status: 'standard',
    description:
      'Drops the open transaction; the session, its hello, TLS and authentication stay. Without an argument it is always answered 250.',
    example: 'C: RSET\nS: 250 OK',
    ref: 'RFC 5321 §4.1.1.5',
    states: ['any'],
    replies: { success: [250], intermediate: [], error: [501] },
    pipelining: 'anywhere',
    protocols: ['SMTP', 'LMTP'],
    arguments: [],
    params: [],
  },
  {
    name: 'VRFY',
    syntax: '"VRFY" SP String [SP "SMTPUTF8"] CRLF',
    status: 'standard',
    description:
      'Asks whether a name is a mailbox. Servers have to know the command but may answer 252. The transaction is not touched.',
    example: 'C: VRFY smith\nS: 252 Cannot verify, will try',
    ref: 'RFC 5321 §4.1.1.6, 3.5; RFC 6531 §3.7.4.2',
    states: ['any'],
    replies: { success: [250, 251, 252], intermediate: [], error: [502, 504, 550, 551, 553] },
    pipelining: 'last-in-group',
    protocols: ['SMTP', 'LMTP'],
    arguments: ['user name or mailbox'],
    params: ['SMTPUTF8'],
  },
  {
    name: 'EXPN',
    syntax: '"EXPN" SP String [SP "SMTPUTF8"] CRLF',
    status: 'standard',
    description:
      'Asks for the members of a mailing list; the reply has one line for each. Often switched off because it discloses addresses.',
    example: 'C: EXPN staff\nS: 250-<a@x.example>\nS: 250 <b@x.example>',
    ref: 'RFC 5321 §4.1.1.7, 3.5',
    states: ['any'],
    replies: { success: [250, 252], intermediate: [], error: [500, 502, 504, 550] },
    pipelining: 'last-in-group',
    protocols: ['SMTP', 'LMTP'],
    arguments: ['list name'],
    params: ['SMTPUTF8'],
  },
  {
    name: 'HELP',
    syntax: '"HELP" [ SP String ] CRLF',
    status: 'standard',
    description: 'Asks for text meant for a person. Nothing changes.',
    example: 'C: HELP\nS: 214 See the manual',
    ref: 'RFC 5321 §4.1.1.8',
    states: ['any'],
    replies: { success: [211, 214], intermediate: [], error: [502, 504] },
    pipelining: 'last-in-group',
    pipeliningNote: 'not named in RFC 2920; treat so',
    protocols: ['SMTP', 'LMTP'],
    arguments: ['topic'],
    params: [],
  },
  {
    name: 'NOOP',
    syntax: '"NOOP" [ SP String ] CRLF',
    status: 'standard',
    description:
      'Does nothing and is answered 250; useful as a keep-alive and to synchronise a pipeline.',
    example: 'C: NOOP\nS: 250 OK',
    ref: 'RFC 5321 §4.1.1.9',
    states: ['any'],
    replies: { success: [250], intermediate: [], error: [] },
    pipelining: 'last-in-group',
    protocols: ['SMTP', 'LMTP'],
    arguments: ['ignored string'],
    params: [],
  },
  {
    name: 'QUIT',
    syntax: '"QUIT" CRLF',
    status: 'standard',
    description:
      'Ends the session; an open transaction is thrown away. The client waits for the 221, then the server closes.',
    example: 'C: QUIT\nS: 221 Bye',
    ref: 'RFC 5321 §4.1.1.10',
    states: ['any'],
    replies: { success: [221], intermediate: [], error: [501] },
    pipelining: 'last-in-group',
    protocols: ['SMTP', 'LMTP'],
    arguments: [],
    params: [],
  },
  {
    name: 'STARTTLS',
    syntax: '"STARTTLS" CRLF',
    status: 'standard',
    description:
      'Turns the connection to TLS. After the handshake both sides forget what they learned before it: the session is as if just greeted, but without a new 220, and EHLO comes first.',
    example: 'C: STARTTLS\nS: 220 Ready\n# <TLS established>\nC: EHLO client.example',
    ref: 'RFC 3207 §4',
    states: ['helo'],
    condition: 'no transaction, no TLS',
    replies: { success: [220], intermediate: [], error: [454, 501, 503, 554] },
    pipelining: 'last-in-group',
    protocols: ['SMTP', 'LMTP'],
    arguments: [],
    params: [],
    note: 'RFC 3207 4 has 220, 454, 501; 503 is seen in the field. After the handshake a server that finds TLS too weak answers 554 to all but QUIT (4.1).',
  },
  {
    name: 'AUTH',
    syntax: '"AUTH" SP sasl-mech [SP initial-response] CRLF, then base64 lines or "*"',
    status: 'standard',
    description:
      'Authenticates with a SASL mechanism. Challenges come as 334 lines, the client answers in base64 or cancels with "*" (which gets 501). Once a session, and not inside a transaction.',
    example: 'C: AUTH PLAIN AGEAYg==\nS: 235 2.7.0 OK',
    ref: 'RFC 4954 §4, 6',
    states: ['helo'],
    condition: 'no transaction, not yet authenticated',
    replies: {
      success: [235],
      intermediate: [334],
      error: [432, 454, 500, 501, 503, 504, 534, 535, 538],
    },
    pipelining: 'last-in-group',
    pipeliningNote: 'except a one-round mechanism with initial response (PLAIN, EXTERNAL',
    protocols: ['SMTP', 'LMTP'],
    arguments: ['mechanism', 'initial response (base64, or "=" for empty)'],
    params: [],
  },
  {
    name: 'BDAT',
    syntax: '"BDAT" SP chunk-size [ SP "LAST" ] CRLF *OCTET',
    status: 'standard',
    description:
      'Sends exactly the stated number of octets right after the command line, without dot-stuffing and without a terminator. Every chunk is answered, LAST ends the message. DATA may not be used in the same transaction; after a failed chunk only RSET helps. The octets are consumed whatever the reply is.',
    example: 'C: BDAT 12 LAST\nC: Hi there..\nS: 250 OK',
    ref: 'RFC 3030 §2',
    states: ['rcpt', 'bdat'],
    replies: { success: [250], intermediate: [], error: [451, 452, 501, 503, 552, 554] },
    pipelining: 'anywhere',
    pipeliningNote: 'the chunk follows its command line, the next command follows the chunk',
    protocols: ['SMTP', 'LMTP'],
    arguments: ['chunk-size 1*DIGIT'],
    params: ['LAST'],
    note: 'BDAT 0 LAST is legal. BDAT after LAST: 503, then RSET. In LMTP the per-recipient replies come after LAST (RFC 2033 4.3): one for each accepted RCPT, none if there is none; other chunks have one reply.',
  },
  {
    name: 'BURL',
    syntax: '"BURL" SP absolute-URI [ SP "LAST" ] CRLF',
    status: 'standard',
    description:
      'Submission only: takes content from an IMAP URL instead of the wire, alone or mixed with BDAT.',
    example: 'C: BURL imap://a@imap.example/inbox;uid=1;urlauth=x:internal:y LAST\nS: 250 OK',
    ref: 'RFC 4468 §3',
    states: ['rcpt', 'bdat'],
    replies: { success: [250], intermediate: [], error: [501, 503, 554] },
    pipelining: 'anywhere',
    pipeliningNote: 'wait for the reply to LAST before the next MAIL (RFC 4468 3.2)',
    protocols: ['SMTP'],
    arguments: ['IMAP URL'],
    params: ['LAST'],
  },
  {
    name: 'ETRN',
    syntax: '"ETRN" SP [option-char] node-name CRLF (option "@" subdomains, "#" queue)',
    status: 'standard',
    description:
      'Asks the server to start sending the mail queued for a host, over a connection of its own.',
    example: 'C: ETRN example.org\nS: 250 OK, queuing for node example.org started',
    ref: 'RFC 1985 §5, 5.1',
    states: ['helo'],
    condition: 'no transaction',
    replies: { success: [250, 251, 252, 253], intermediate: [], error: [458, 459, 500, 501] },
    pipelining: 'last-in-group',
    protocols: ['SMTP'],
    arguments: ['node'],
    params: [],
  },
  {
    name: 'ATRN',
    syntax: '"ATRN" [SP domain *("," domain)] CRLF',
    status: 'standard',
    description:
      'On-demand mail relay (port 366). After the 250 both sides change roles on the same connection: the former client sends the 220 greeting and receives mail.',
    example: 'C: ATRN example.org\nS: 250 now reversing the connection',
    ref: 'RFC 2645 §5.2.1',
    states: ['helo'],
    condition: 'authenticated',
    replies: { success: [250], intermediate: [], error: [450, 451, 453, 502, 530] },
    pipelining: 'last-in-group',
    protocols: ['ODMR'],
    arguments: ['domain list'],
    params: [],
  },
  {
    name: 'SEND',
    syntax: '"SEND FROM:" Reverse-path CRLF',
    status: 'obsolete',
    description:
      'A variant of MAIL in RFC 821 that delivered to a terminal. Clients should not use it.',
    example: 'C: SEND FROM:<a@x.example>\nS: 502 Not implemented',
    ref: 'RFC 821 §3.4; RFC 5321 F.6',
    states: ['helo'],
    replies: {
      success: [250],
      intermediate: [],
      error: [451, 452, 500, 501, 502, 503, 550, 552, 553],
    },
    pipelining: 'anywhere',
    protocols: ['SMTP'],
    arguments: ['reverse-path'],
    params: [],
  },
  {
    name: 'SOML',
    syntax: '"SOML FROM:" Reverse-path CRLF',
    status: 'obsolete',
    description:
      'A variant of MAIL in RFC 821 that delivered to a terminal, or else to the mailbox. Clients should not use it.',
    example: 'C: SOML FROM:<a@x.example>\nS: 502 Not implemented',
    ref: 'RFC 821 §3.4; RFC 5321 F.6',
    states: ['helo'],
    replies: {
      success: [250],
      intermediate: [],
      error: [451, 452, 500, 501, 502, 503, 550, 552, 553],
    },
    pipelining: 'anywhere',
    protocols: ['SMTP'],
    arguments: ['reverse-path'],
    params: [],
  },
  {
    name: 'SAML',
    syntax: '"SAML FROM:" Reverse-path CRLF',
    status: 'obsolete',
    description:
      'A variant of MAIL in RFC 821 that delivered to a terminal and to the mailbox. Clients should not use it.',
    example: 'C: SAML FROM:<a@x.example>\nS: 502 Not implemented',
    ref: 'RFC 821 §3.4; RFC 5321 F.6',
    states: ['helo'],
    replies: {
      success: [250],
      intermediate: [],
      error: [451, 452, 500, 501, 502, 503, 550, 552, 553],
    },
    pipelining: 'anywhere',
    protocols: ['SMTP'],
    arguments: ['reverse-path'],
    params: [],
  },
  {
    name: 'TURN',
    syntax: '"TURN" CRLF',
    status: 'obsolete',
    description:
      'Swapped the roles of client and server without any authentication: a security hole, replaced by ETRN and ATRN.',
    example: 'C: TURN\nS: 502 Not implemented',
    ref: 'RFC 821 §3.8; RFC 5321 F.1',
    states: ['helo'],
    replies: { success: [250], intermediate: [], error: [502, 503] },
    pipelining: 'last-in-group',
    protocols: ['SMTP'],
    arguments: [],
    params: [],
  },
  {
    name: 'XCLIENT',
    syntax: '"XCLIENT" 1*( SP attr "=" xtext )',
    status: 'vendor',
    description:
      'Lets a trusted client replace its apparent name and address. Success (220) puts the session back to the greeting, so EHLO follows.',
    example: 'C: XCLIENT NAME=spike.example ADDR=192.0.2.2\nS: 220 mx.example ESMTP',
    ref: 'Postfix XCLIENT_README',
    states: ['helo'],
    condition: 'no transaction',
    replies: { success: [220], intermediate: [], error: [421, 501, 503, 550] },
    pipelining: 'last-in-group',
    pipeliningNote: 'advised, not demanded',
    protocols: ['SMTP'],
    arguments: [],
    params: ['NAME', 'ADDR', 'PORT', 'PROTO', 'HELO', 'LOGIN', 'DESTADDR', 'DESTPORT'],
  },
  {
    name: 'XFORWARD',
    syntax: '"XFORWARD" 1*( SP attr "=" xtext )',
    status: 'vendor',
    description:
      'Passes data about the original client on for logging only; forgotten at the end of each transaction.',
    example: 'C: XFORWARD NAME=spike.example ADDR=192.0.2.2\nS: 250 OK',
    ref: 'Postfix XFORWARD_README',
    states: ['helo'],
    condition: 'no transaction',
    replies: { success: [250], intermediate: [], error: [421, 501, 503, 550] },
    pipelining: 'anywhere',
    protocols: ['SMTP', 'LMTP'],
    arguments: [],
    params: ['NAME', 'ADDR', 'PORT', 'PROTO', 'HELO', 'IDENT', 'SOURCE'],
  },
  {
    name: 'XEXCH50',
    syntax: '"XEXCH50" SP size SP version',
    status: 'vendor',
    description:
      'Exchange 2000 and 2003: sends a block of message properties of the stated size before DATA.',
    example: 'C: XEXCH50 844 2\nS: 504 Need to authenticate first',
    ref: 'Microsoft [MS-XEXCH50]',
    states: ['mail', 'rcpt'],
    replies: { success: [250], intermediate: [354], error: [500, 503, 504] },
    pipelining: 'last-in-group',
    protocols: ['SMTP'],
    arguments: ['octet count', 'flag'],
    params: [],
  },
  {
    name: 'X-ANONYMOUSTLS',
    syntax: '"X-ANONYMOUSTLS" CRLF',
    status: 'vendor',
    description:
      'STARTTLS between Exchange servers with an anonymous or self-signed certificate; forgets the session as STARTTLS does.',
    example: 'C: X-ANONYMOUSTLS\nS: 220 2.0.0 SMTP server ready',
    ref: 'Microsoft Exchange',
    states: ['helo'],
    replies: { success: [220], intermediate: [], error: [454, 500, 503] },
    pipelining: 'last-in-group',
    protocols: ['SMTP'],
    arguments: [],
    params: [],
  },
  {
    name: 'X-EXPS',
    syntax: '"X-EXPS" SP mechanism',
    status: 'vendor',
    description: 'Authentication between Exchange servers: AUTH under another name.',
    example: 'C: X-EXPS GSSAPI\nS: 334 GSSAPI supported',
    ref: 'Microsoft Exchange',
    states: ['helo'],
    replies: { success: [235], intermediate: [334], error: [501, 504, 535] },
    pipelining: 'last-in-group',
    protocols: ['SMTP'],
    arguments: [],
    params: ['GSSAPI', 'NTLM', 'EXCHANGEAUTH'],
  },
  {
    name: 'XSHADOW',
    syntax: '"XSHADOW" SP args / "XSHADOWREQUEST"',
    status: 'vendor',
    description: 'Shadow redundancy between Exchange servers.',
    example: 'C: XSHADOW aGk=\nS: 250 OK',
    ref: 'Microsoft Exchange',
    states: ['helo'],
    replies: { success: [250], intermediate: [], error: [500, 503] },
    pipelining: 'last-in-group',
    protocols: ['SMTP'],
    arguments: ['opaque'],
    params: [],
  },
  {
    name: 'XQDISCARD',
    syntax: '"XQDISCARD" SP n',
    status: 'vendor',
    description:
      'Shadow redundancy of Exchange: asks for the list of messages that may be dropped.',
    example: 'C: XQDISCARD 50\nS: 250 OK',
    ref: 'Microsoft Exchange',
    states: ['helo'],
    replies: { success: [250], intermediate: [], error: [500, 503] },
    pipelining: 'last-in-group',
    protocols: ['SMTP'],
    arguments: ['count'],
    params: [],
  },
  {
    name: 'VERB',
    syntax: '"VERB" CRLF',
    status: 'vendor',
    description: 'Verbose mode of Sendmail.',
    example: 'C: VERB\nS: 250 2.0.0 Verbose mode',
    ref: 'Sendmail',
    states: ['any'],
    replies: { success: [250], intermediate: [], error: [500, 502] },
    pipelining: 'last-in-group',
    protocols: ['SMTP'],
    arguments: [],
    params: [],
  },
  {
    name: 'ONEX',
    syntax: '"ONEX" CRLF',
    status: 'vendor',
    description: 'Sendmail: this session carries one transaction only.',
    example: 'C: ONEX\nS: 250 OK',
    ref: 'Sendmail',
    states: ['helo'],
    replies: { success: [250], intermediate: [], error: [500, 502] },
    pipelining: 'last-in-group',
    protocols: ['SMTP'],
    arguments: [],
    params: [],
  },
];

/** Stands for any private verb that begins with X and has no entry of its own. */
export const PRIVATE_VERB: Verb = {
  name: 'X*',
  syntax: '"X" token [SP ...] CRLF',
  status: 'private',
  description:
    'A private command both sides agreed on; a server that does not know it answers 500.',
  example: 'C: XSTUFF\nS: 500 Not recognised',
  ref: 'RFC 5321 §4.1.5, 2.2.2',
  states: ['any'],
  replies: { success: [], intermediate: [], error: [500] },
  pipelining: 'last-in-group',
  protocols: ['SMTP', 'LMTP'],
  arguments: ['by agreement'],
  params: [],
};

let byName: ReadonlyMap<string, Verb> | undefined;

/** The entry of a verb in any letter case, or undefined for one that has none. */
export function verbOf(name: string): Verb | undefined {
  byName ??= new Map(VERBS.map(verb => [verb.name, verb]));
  return byName.get(name) ?? byName.get(name.toUpperCase());
}
