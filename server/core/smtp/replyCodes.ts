/** What is known about one reply code. */
export interface ReplyCode {
  readonly code: number;
  readonly meaning: string;
  /** What a person should do next. */
  readonly advice: string;
  /** The commands it answers, some with a remark; `connect` is the greeting. */
  readonly commands: readonly string[];
  readonly ref: string;
  readonly status: 'standard' | 'experimental' | 'draft' | 'historic' | 'deprecated';
  readonly note?: string;
}

/** What the first digit says; clients act on it where the code is unknown (RFC 5321 4.3.2). */
export interface ReplyClass {
  readonly digit: 2 | 3 | 4 | 5;
  readonly name: string;
  readonly meaning: string;
  readonly advice: string;
}

/** The four classes of replies (RFC 5321 4.2.1). */
const REPLY_CLASSES: readonly ReplyClass[] = [
  {
    digit: 2,
    name: 'positive completion',
    meaning: 'The command was carried out.',
    advice: 'Go on with the next command.',
  },
  {
    digit: 3,
    name: 'positive intermediate',
    meaning: 'The command was accepted and waits for more from the client.',
    advice: 'Send what the command needs next.',
  },
  {
    digit: 4,
    name: 'transient negative',
    meaning: 'The command failed for now.',
    advice: 'Keep the mail and try again later.',
  },
  {
    digit: 5,
    name: 'permanent negative',
    meaning: 'The command failed and will fail again.',
    advice: 'Change something before trying again.',
  },
];

/** The codes of SMTP, its extensions and the registry of enhanced codes, in rising order. */
export const REPLY_CODES: readonly ReplyCode[] = [
  {
    code: 211,
    meaning: 'System status or system help.',
    advice: 'Read it; nothing has to be done.',
    commands: ['HELP'],
    ref: 'RFC 5321 §4.2.2',
    status: 'standard',
  },
  {
    code: 214,
    meaning: 'Help text meant for a person.',
    advice: 'Read it; nothing has to be done.',
    commands: ['HELP'],
    ref: 'RFC 5321 §4.2.2',
    status: 'standard',
  },
  {
    code: 220,
    meaning: 'Service ready; first word is the server domain or address literal.',
    advice: 'Go on: send EHLO, or after STARTTLS begin the TLS handshake.',
    commands: ['connect', 'STARTTLS', 'XCLIENT'],
    ref: 'RFC 5321 §4.2, 4.3.1; RFC 3207 §4',
    status: 'standard',
    note: 'As the reply to STARTTLS it means start the TLS handshake now; no new greeting follows the handshake.',
  },
  {
    code: 221,
    meaning: 'Closing the channel.',
    advice: 'Close the connection.',
    commands: ['QUIT'],
    ref: 'RFC 5321 §4.1.1.10',
    status: 'standard',
  },
  {
    code: 235,
    meaning: 'Authentication succeeded.',
    advice: 'Go on with MAIL; the session is authenticated.',
    commands: ['AUTH'],
    ref: 'RFC 4954 §6',
    status: 'standard',
  },
  {
    code: 250,
    meaning: 'Action completed.',
    advice: 'Go on with the next command.',
    commands: [
      'HELO',
      'EHLO',
      'LHLO',
      'MAIL',
      'RCPT',
      'DATA (final dot)',
      'BDAT',
      'BURL',
      'RSET',
      'NOOP',
      'VRFY',
      'EXPN',
      'ETRN',
      'ATRN',
      'XFORWARD',
    ],
    ref: 'RFC 5321 §4.2.2',
    status: 'standard',
  },
  {
    code: 251,
    meaning: 'Not local, server will forward; for ETRN: no messages waiting.',
    advice: 'Go on; the server forwards the mail. Update the address where you keep it.',
    commands: ['RCPT', 'VRFY', 'ETRN'],
    ref: 'RFC 5321 §3.4; RFC 1985 §5.1',
    status: 'standard',
  },
  {
    code: 252,
    meaning: 'Cannot verify but will accept and try; for ETRN: pending messages started.',
    advice: 'Go on: try RCPT, which tells more.',
    commands: ['VRFY', 'EXPN', 'ETRN', 'RCPT (seen)'],
    ref: 'RFC 5321 §3.5.3; RFC 1985 §5.1',
    status: 'standard',
  },
  {
    code: 253,
    meaning: 'ETRN: n pending messages for the node started.',
    advice: 'Wait for the server to connect and deliver the queued mail.',
    commands: ['ETRN'],
    ref: 'RFC 1985 §5.1',
    status: 'standard',
  },
  {
    code: 334,
    meaning: 'SASL challenge; the text is base64 and nothing else, may be empty ("334 ").',
    advice: 'Answer the challenge in base64, or cancel with "*".',
    commands: ['AUTH'],
    ref: 'RFC 4954 §4',
    status: 'standard',
  },
  {
    code: 353,
    meaning: 'PRDR: per-recipient replies follow, one per accepted RCPT, then a final reply.',
    advice: 'Read one reply for each accepted recipient, then the final one.',
    commands: ['DATA (final dot)', 'BDAT LAST'],
    ref: 'draft-hall-prdr',
    status: 'draft',
    note: 'Exim deployment; not in an RFC.',
  },
  {
    code: 354,
    meaning: 'Send mail data, end with a line holding one dot.',
    advice: 'Send the message and end it with a line that holds a single dot.',
    commands: ['DATA'],
    ref: 'RFC 5321 §4.2.2',
    status: 'standard',
  },
  {
    code: 355,
    meaning: 'CHECKPOINT: resume the transaction at the octet offset given.',
    advice: 'Go on with the message at the stated octet offset.',
    commands: ['MAIL'],
    ref: 'RFC 1845 §3',
    status: 'experimental',
  },
  {
    code: 421,
    meaning: 'Service unavailable, closing; may come at any time, even unsolicited.',
    advice:
      'Close the connection and try again later; look at load, connection limits and time-outs.',
    commands: ['any', 'connect'],
    ref: 'RFC 5321 §3.8, 4.2.2',
    status: 'standard',
  },
  {
    code: 422,
    meaning: 'Password transition or a temporary authentication problem.',
    advice: 'Try again later; if it stays, renew the password as the provider asks.',
    commands: ['AUTH'],
    ref: 'IANA enhanced status codes',
    status: 'historic',
  },
  {
    code: 430,
    meaning: 'Listed in the registry with X.5.1; not defined for SMTP by RFC 5321.',
    advice: 'Try again later; read the text, the code is not one of SMTP itself.',
    commands: ['any'],
    ref: 'IANA enhanced status codes',
    status: 'historic',
  },
  {
    code: 432,
    meaning: 'Password transition needed (4.7.12).',
    advice:
      'Change the password, or log in once with a plain mechanism over TLS so that the server can store the new form.',
    commands: ['AUTH'],
    ref: 'RFC 4954 §6',
    status: 'standard',
  },
  {
    code: 450,
    meaning:
      'Mailbox unavailable for now (busy, or policy such as greylisting); for ATRN: request refused.',
    advice:
      'Keep the mail queued and try again after some minutes; greylisting lets a later try pass.',
    commands: ['RCPT', 'DATA (final dot)', 'MAIL (seen)', 'ATRN'],
    ref: 'RFC 5321 §4.3.2; RFC 2645 §5.2.1',
    status: 'standard',
  },
  {
    code: 451,
    meaning: 'Local error in processing.',
    advice:
      'Keep the mail queued and try again; if it lasts, the operator of the server has to look at its log.',
    commands: ['MAIL', 'RCPT', 'DATA (final dot)', 'BDAT', 'ATRN'],
    ref: 'RFC 5321 §4.3.2',
    status: 'standard',
  },
  {
    code: 452,
    meaning: 'Insufficient system storage, or too many recipients (implementation limit).',
    advice:
      'Send the remaining recipients in another transaction, or try again when the server has room.',
    commands: ['MAIL', 'RCPT', 'DATA (final dot)'],
    ref: 'RFC 5321 §4.3.2, 4.5.3.1.10; RFC 1870 §6.1',
    status: 'standard',
  },
  {
    code: 453,
    meaning: 'ATRN: no mail waiting.',
    advice: 'Nothing to do: no mail is waiting.',
    commands: ['ATRN'],
    ref: 'RFC 2645 §5.2.1',
    status: 'standard',
  },
  {
    code: 454,
    meaning: 'TLS not available for now, or temporary authentication failure (4.7.0).',
    advice: 'Try again later; do not go on in clear text when TLS or the login is required.',
    commands: ['STARTTLS', 'AUTH'],
    ref: 'RFC 3207 §4; RFC 4954 §6',
    status: 'standard',
  },
  {
    code: 455,
    meaning: 'Server cannot accommodate the parameters now.',
    advice: 'Try again later, or send without the parameter.',
    commands: ['MAIL', 'RCPT'],
    ref: 'RFC 5321 §4.1.1.11',
    status: 'standard',
  },
  {
    code: 458,
    meaning: 'ETRN: unable to queue messages for node.',
    advice: 'Try again later; the server could not start the queue.',
    commands: ['ETRN'],
    ref: 'RFC 1985 §5.1',
    status: 'standard',
  },
  {
    code: 459,
    meaning: 'ETRN: node not allowed.',
    advice: 'Ask the operator to allow queue runs for this node.',
    commands: ['ETRN'],
    ref: 'RFC 1985 §5.1',
    status: 'standard',
  },
  {
    code: 500,
    meaning:
      'Command not recognised, or line too long; for AUTH with 5.5.6: exchange line too long.',
    advice: 'Correct the spelling or length of the line; after EHLO fall back to HELO.',
    commands: ['any'],
    ref: 'RFC 5321 §4.2.4, 4.3.2; RFC 4954 §6',
    status: 'standard',
  },
  {
    code: 501,
    meaning: 'Syntax error in parameters or arguments; for AUTH: cancelled or undecodable base64.',
    advice: 'Correct the arguments of the command; sending the same again fails again.',
    commands: ['any'],
    ref: 'RFC 5321 §4.3.2; RFC 4954 §4',
    status: 'standard',
  },
  {
    code: 502,
    meaning: 'Recognised but not implemented.',
    advice: 'Do without the command; after EHLO fall back to HELO.',
    commands: ['VRFY', 'EXPN', 'HELP', 'EHLO (pre-ESMTP servers)', 'ATRN'],
    ref: 'RFC 5321 §4.2.4',
    status: 'standard',
  },
  {
    code: 503,
    meaning: 'Bad sequence of commands.',
    advice: 'Correct the order of the commands; RSET gives a clean start.',
    commands: [
      'MAIL',
      'RCPT',
      'DATA',
      'BDAT',
      'AUTH',
      'STARTTLS',
      'BURL',
      'any after a 554 greeting',
    ],
    ref: 'RFC 5321 §4.1.4; RFC 3030 §2, 3; RFC 4954 §4; RFC 2033 §4.2',
    status: 'standard',
  },
  {
    code: 504,
    meaning: 'Parameter not implemented; for AUTH: mechanism unknown or needs encryption (5.5.4).',
    advice: 'Choose a parameter or mechanism the server offers.',
    commands: ['EHLO', 'HELO', 'VRFY', 'EXPN', 'HELP', 'AUTH'],
    ref: 'RFC 5321 §4.3.2; RFC 4954 §4',
    status: 'standard',
  },
  {
    code: 521,
    meaning: 'Host never accepts mail (greeting); also later in such a session.',
    advice: 'Do not try again: this host takes no mail. Look up the MX records of the domain.',
    commands: ['connect', 'any'],
    ref: 'RFC 7504 §3 (replacing RFC 1846)',
    status: 'standard',
    note: 'Session goes on as usual; to other commands the server may repeat 521 or close.',
  },
  {
    code: 523,
    meaning: 'Encryption needed for the mechanism (X.7.10).',
    advice: 'Start TLS first, then authenticate.',
    commands: ['AUTH'],
    ref: 'RFC 5248 registry',
    status: 'standard',
  },
  {
    code: 524,
    meaning: 'Encryption required for the mechanism (X.7.11, historic).',
    advice: 'Start TLS first, then authenticate.',
    commands: ['AUTH'],
    ref: 'IANA registry',
    status: 'historic',
  },
  {
    code: 525,
    meaning: 'Account disabled (X.7.13).',
    advice: 'Ask the operator to enable the account.',
    commands: ['AUTH'],
    ref: 'RFC 5248 registry',
    status: 'standard',
  },
  {
    code: 530,
    meaning: 'Must issue STARTTLS first, or authentication required (5.7.0).',
    advice: 'Send STARTTLS or AUTH first; the text says which.',
    commands: [
      'MAIL',
      'RCPT',
      'DATA',
      'VRFY',
      'EXPN',
      'any but NOOP EHLO STARTTLS QUIT (TLS) / AUTH EHLO HELO NOOP RSET QUIT (AUTH)',
    ],
    ref: 'RFC 3207 §4; RFC 4954 §6',
    status: 'standard',
  },
  {
    code: 533,
    meaning: 'Listed in the registry with X.7.1.',
    advice: 'Read the text: the server does not permit this.',
    commands: ['any'],
    ref: 'IANA registry',
    status: 'historic',
  },
  {
    code: 534,
    meaning: 'Mechanism too weak (5.7.9).',
    advice: 'Choose a stronger mechanism, or start TLS first.',
    commands: ['AUTH'],
    ref: 'RFC 4954 §6',
    status: 'standard',
  },
  {
    code: 535,
    meaning: 'Credentials invalid (5.7.8).',
    advice:
      'Check user name and password, and whether the provider wants an app password or another mechanism.',
    commands: ['AUTH'],
    ref: 'RFC 4954 §6',
    status: 'standard',
  },
  {
    code: 538,
    meaning: 'Encryption required for the mechanism (5.7.11), kept for history.',
    advice: 'Start TLS first, then authenticate.',
    commands: ['AUTH'],
    ref: 'RFC 4954 §6',
    status: 'deprecated',
  },
  {
    code: 550,
    meaning: 'Mailbox unavailable or refused by policy.',
    advice:
      'Check the address and the text: unknown mailbox, blocked sender or policy. Do not send the same again.',
    commands: ['RCPT', 'MAIL', 'VRFY', 'EXPN', 'DATA (final dot)', 'EHLO', 'HELO'],
    ref: 'RFC 5321 §4.3.2',
    status: 'standard',
  },
  {
    code: 551,
    meaning: 'Not local, try the path given.',
    advice: 'Send to the address in the text, after a person has checked it.',
    commands: ['RCPT', 'VRFY'],
    ref: 'RFC 5321 §3.4',
    status: 'standard',
  },
  {
    code: 552,
    meaning:
      'Storage allocation exceeded; old servers use it for too many recipients (treat then as 452).',
    advice:
      'Make the message smaller or ask the recipient to free space; with many recipients, split them.',
    commands: ['MAIL', 'RCPT', 'DATA (final dot)'],
    ref: 'RFC 5321 §4.3.2, 4.5.3.1.10; RFC 1870 §4, 6.1',
    status: 'standard',
  },
  {
    code: 553,
    meaning: 'Mailbox name not allowed (syntax); SMTPUTF8 needed at RCPT.',
    advice: 'Correct the form of the address; a non-ASCII one needs SMTPUTF8.',
    commands: ['MAIL', 'RCPT', 'VRFY'],
    ref: 'RFC 5321 §4.3.2; RFC 6531 §3.5',
    status: 'standard',
  },
  {
    code: 554,
    meaning:
      'Transaction failed; at connection: no SMTP service here; DATA with no valid recipients.',
    advice:
      'Read the text: content, policy or no valid recipient. Change something before another try.',
    commands: [
      'connect',
      'DATA',
      'DATA (final dot)',
      'BDAT',
      'any but QUIT after a TLS handshake judged too weak',
    ],
    ref: 'RFC 5321 §4.2.2, 3.1; RFC 3207 §4.1',
    status: 'standard',
  },
  {
    code: 555,
    meaning: 'MAIL/RCPT parameters not recognised or not implemented.',
    advice: 'Send without the parameter, or correct it; only offered extensions may be used.',
    commands: ['MAIL', 'RCPT'],
    ref: 'RFC 5321 §4.1.1.11',
    status: 'standard',
  },
  {
    code: 556,
    meaning: 'Domain does not accept mail (e.g. null MX), found out without asking that host.',
    advice: 'Correct the domain: it says that it takes no mail.',
    commands: ['RCPT', 'MAIL (seen)'],
    ref: 'RFC 7504 §4; RFC 7505',
    status: 'standard',
  },
];

let byCode: ReadonlyMap<number, ReplyCode> | undefined;

/** The entry of a reply code, or undefined for an unregistered one. */
export function replyCodeOf(code: number): ReplyCode | undefined {
  byCode ??= new Map(REPLY_CODES.map(entry => [entry.code, entry]));
  return byCode.get(code);
}

/** The class of a code by its first digit; undefined outside 200 to 599. */
export function replyClassOf(code: number): ReplyClass | undefined {
  const digit = Math.trunc(code / 100);
  return REPLY_CLASSES.find(entry => entry.digit === digit);
}
