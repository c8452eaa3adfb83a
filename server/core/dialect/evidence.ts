/** Says nothing for a dialect. */
export const NO_EVIDENCE = { certainty: 0, why: '' } as const;

/** A line of an SMTP server, without a mark: enough to tell it from other protocols' 3 digits. */
const GREETING = /^220[ -][^\n]{0,400}?(?:SMTP|mail|mx)/im;
const EXTENSION =
  /^250[ -](?:PIPELINING|SIZE\b|8BITMIME|ENHANCEDSTATUSCODES|DSN\b|CHUNKING|STARTTLS|AUTH |SMTPUTF8|ETRN|HELP)/im;
const ENHANCED = /^[245]\d\d[ -][245]\.\d{1,3}\.\d{1,3}[ \r\n]/m;
const GO_AHEAD = /^354[ -]/m;
const HELLO = /^(?:EHLO|HELO|LHLO)(?:[ \t]|\r*$)/im;
const ENVELOPE = /^(?:MAIL FROM|RCPT TO):/im;
/** Replies that FTP gives and SMTP does not. */
const FTP = /^(?:125|150|226|227|229|230|331|332)[ -]/m;
const REPLY = /^[2-5]\d\d(?:[ -]|\r*$)/m;

/** What a text without marks shows of an SMTP dialogue. */
export interface BareEvidence {
  /** Lines that read as replies of an SMTP server. */
  readonly replies: boolean;
  /** Lines that read as commands of an SMTP client. */
  readonly commands: boolean;
}

/** Looks for bare lines of an SMTP dialogue; FTP, HTTP, POP3 and IMAP have none. */
export function bareEvidence(sample: string): BareEvidence {
  const hello = HELLO.test(sample);
  const commands = hello || ENVELOPE.test(sample);
  if (!hello && FTP.test(sample)) return { replies: false, commands: false };
  const own = EXTENSION.test(sample) || ENHANCED.test(sample) || GO_AHEAD.test(sample);
  const replies = own || GREETING.test(sample) || (commands && REPLY.test(sample));
  return { replies, commands };
}

/** The lines of a sample, line ends left out, without those that are blank; at most `most`. */
export function linesOf(sample: string, most: number): string[] {
  const lines: string[] = [];
  let at = 0;
  while (at < sample.length && lines.length < most) {
    const feed = sample.indexOf('\n', at);
    const end = feed < 0 ? sample.length : feed;
    const line = sample.slice(at, end).replace(/\r{1,4}$/, '');
    if (line.trim() !== '') lines.push(line);
    at = end + 1;
  }
  return lines;
}

/** Are replies and commands a good part of the text, or does it begin with one? */
export function looksSpoken(text: string): boolean {
  const lines = linesOf(text, 200);
  const spoken = lines.filter(line => SPOKEN.test(line)).length;
  return spoken >= 2 && (SPOKEN.test(lines[0] ?? '') || spoken >= lines.length * 0.3);
}

const SPOKEN =
  /^(?:[CS]\\?: ?)?(?:[2-5]\d\d[ -]|(?:EHLO|HELO|LHLO|MAIL|RCPT|DATA|QUIT|AUTH|RSET|STARTTLS)\b)/i;
