/** What another detector reports, and which of our rules report it. */
export interface Covered {
  readonly anomaly: string;
  /** Rule ids; none where `why` says why there is none. */
  readonly rules: readonly string[];
  readonly why?: string;
}

/** A detector, or a group of them, and what it reports. */
export interface Detector {
  readonly name: string;
  readonly covered: readonly Covered[];
}

const BARE = ['bare-cr', 'bare-lf', 'smuggling-end-of-data'];
const OUT_OF_TURN = [
  ...['helo-required-before-mail', 'nested-mail', 'rcpt-before-mail', 'data-before-rcpt'],
  ...['transaction-not-restarted', 'auth-before-ehlo', 'auth-in-transaction', 'auth-repeated'],
  ...[
    'starttls-in-transaction',
    'starttls-when-active',
    'etrn-in-transaction',
    'command-after-quit',
  ],
];
const PIPELINED = [
  'reply-not-awaited',
  'pipelining-order',
  'data-before-354',
  'starttls-pipelined',
];

function by(anomaly: string, ...rules: readonly string[]): Covered {
  return { anomaly, rules };
}

function not(anomaly: string, why: string): Covered {
  return { anomaly, rules: [], why };
}

/** Every anomaly that other detectors know, each with the rules that report it here. */
export const DETECTORS: readonly Detector[] = [
  {
    name: 'Zeek (SMTP, BDAT and MIME analyzers)',
    covered: [
      by('content gap', 'transcript-truncated'),
      by('line without CRLF, more than one CR before LF, bare CR or LF inside', ...BARE),
      by(
        'a side speaks out of turn',
        ...PIPELINED,
        'reply-without-command',
        'client-speaks-before-greeting',
      ),
      by('unknown command', 'unknown-command'),
      by('reply code outside 100 to 599', 'reply-code-malformed'),
      by('code of a continuation line differs from the first', 'multiline-code-mismatch'),
      by('command that does not fit the state', ...OUT_OF_TURN),
      by(
        'reply that does not fit the command',
        'reply-code-not-for-command',
        'reply-code-unusual',
        'data-reply-not-354',
      ),
      by('BDAT series without LAST', 'bdat-without-last'),
      by('more than 1,000 commands in flight', 'pipeline-too-long'),
      by('BDAT with a bad, negative, missing or too large size, or more behind it', 'bdat-syntax'),
      by('huge chunk', 'bdat-chunk-huge'),
      by(
        'chunk that overflows, content left at its end',
        'bdat-size-mismatch',
        'bdat-without-last',
      ),
      by('lines of a chunk with CR or LF alone', ...BARE),
      by('line of a chunk too long', 'text-line-too-long'),
      by(
        'end of data that nothing began',
        'unknown-command',
        'content-after-rejected-data',
        'bdat-terminator',
      ),
      by('MAIL inside a transaction', 'nested-mail'),
      by(
        'RCPT without MAIL, DATA without RCPT',
        'rcpt-before-mail',
        'data-before-rcpt',
        'data-without-valid-recipient',
      ),
      by(
        'more than 25 invalid transactions',
        'too-many-errors',
        'rcpt-before-mail',
        'data-before-rcpt',
      ),
      by('very many RCPT commands', 'too-many-recipients'),
      by('very many addresses in To or Cc', 'message-limits'),
      by('path too long', 'path-too-long'),
      by('header too large, parts nested too deep', 'message-limits'),
      by(
        'closing boundary missing, multipart without boundary',
        'mime-boundary',
        'mime-field-malformed',
      ),
      by('header begins with white space', 'header-field-malformed'),
      by(
        'Content-Type without type or subtype; parameter without name, "=" or value; boundary that cannot be read; empty transfer encoding',
        'mime-field-malformed',
      ),
      by(
        '"=" of quoted-printable without two hex digits, control characters',
        'mime-encoded-text',
        'nul-or-control-in-content',
      ),
      by('reply that names a block list', 'block-list-named'),
      not(
        'origin in a country or network of ill repute',
        'needs lists that change daily; nothing in SMTP is wrong',
      ),
    ],
  },
  {
    name: 'Suricata (application-layer events)',
    covered: [
      by('invalid reply', 'reply-code-malformed', 'reply-separator', 'reply-code-unknown'),
      by('reply that matches no request', 'reply-without-command', 'final-reply-repeated'),
      by('command line too long', 'command-line-too-long'),
      by('reply line too long', 'reply-line-too-long'),
      by('something behind STARTTLS or DATA in one batch', ...PIPELINED),
      by('chunk longer than its size, invalid BDAT', 'bdat-size-mismatch', 'bdat-syntax'),
      by('no greeting', 'greeting-missing', 'client-speaks-before-greeting'),
      by('TLS refused', 'tls-refused-then-cleartext', 'advertised-but-refused'),
      by('DATA refused', 'data-reply-not-354', 'go-ahead-refused'),
      by('change of protocol failed', 'tls-refused-then-cleartext', 'plaintext-after-starttls'),
      by(
        'message that cannot be parsed',
        'header-field-malformed',
        'header-body-separator-missing',
        'mime-field-malformed',
        'mime-boundary',
      ),
      by('invalid base64 or quoted-printable', 'mime-encoded-text', 'mime-encoding-mismatch'),
      by(
        'long line, long encoded line',
        'text-line-too-long',
        'mime-encoded-text',
        'header-line-long',
      ),
      by('long header name or value, boundary or file name', 'message-limits'),
      by('second HELO, second MAIL', 'ehlo-aborts-transaction', 'nested-mail'),
      by(
        'second DATA while one is open',
        'bdat-and-data-mixed',
        'data-before-354',
        'missing-dot-terminator',
      ),
      by(
        'line of 4,096 octets or more',
        'command-line-too-long',
        'reply-line-too-long',
        'text-line-too-long',
      ),
      by('malformed message', 'header-field-malformed', 'header-duplicate'),
    ],
  },
  {
    name: 'Snort 3 (SMTP inspector)',
    covered: [
      by('command overflow, overflow of one command, AUTH overflow', 'command-line-too-long'),
      by('header overflow, overflow of a header name', 'message-limits', 'text-line-too-long'),
      by('response overflow', 'reply-line-too-long'),
      by('unknown or illegal command', 'unknown-command', 'foreign-protocol', 'obsolete-command'),
      by('X-Link2State overflow', 'command-line-too-long', 'unknown-command'),
      by('base64, quoted-printable or uuencode that does not decode', 'mime-encoded-text'),
      by('AUTH cancelled with "*" and another mechanism chosen', 'auth-mechanism-switched'),
    ],
  },
  {
    name: 'Wireshark (expert information)',
    covered: [
      by('base64 that does not decode', 'auth-response-not-base64', 'mime-encoded-text'),
      by('code of a continuation line differs', 'multiline-code-mismatch'),
    ],
  },
  {
    name: 'Postfix, Exim, ghsmtp, Haraka (checks of the servers themselves)',
    covered: [
      by('client speaks before the greeting', 'client-speaks-before-greeting'),
      by('client hangs up', 'quit-missing', 'transcript-truncated'),
      by('client too slow', 'reply-after-timeout'),
      by('command too long', 'command-line-too-long'),
      by('too many commands that send no mail', 'too-many-idle-commands'),
      by('too many syntax errors or unknown commands', 'too-many-errors'),
      by('improper pipelining', ...PIPELINED),
      by('command of another protocol; header as command', 'foreign-protocol'),
      by('bare newline', 'bare-lf', 'smuggling-end-of-data'),
      by(
        'AUTH, STARTTLS, BDAT, XCLIENT or SMTPUTF8 that was not offered',
        'verb-not-advertised',
        'auth-mechanism-not-advertised',
        'param-not-advertised',
      ),
      by('argument where there is none', 'argument-not-allowed'),
      by('octets in the buffer at STARTTLS', 'starttls-pipelined', 'plaintext-after-starttls'),
      by('line too long or too short', 'text-line-too-long', 'empty-command'),
      by('too many recipients', 'too-many-recipients', 'rcpt-limit-low', 'limits-exceeded'),
      by(
        'invalid sender or recipient',
        'address-syntax',
        'mail-rcpt-syntax',
        'path-brackets-missing',
      ),
    ],
  },
  {
    name: 'Smuggling research (CVE-2023-51764, -51765, -51766)',
    covered: [
      by(
        'any end of data but CRLF . CRLF: LF . LF, LF . CRLF, CR . CR, CRLF . CR, NUL around the dot and the others of three public tools',
        'smuggling-end-of-data',
        'terminator-malformed',
      ),
      by('a lone CR or LF anywhere', 'bare-cr', 'bare-lf'),
      by(
        'two replies to one end of data, replies to commands inside content',
        'final-reply-repeated',
        'reply-without-command',
      ),
      by('content that ends early', 'premature-end-of-data', 'dot-stuffing-missing'),
    ],
  },
  {
    name: 'TLS and STARTTLS studies (CVE-2011-0411, NO STARTTLS, striptls)',
    covered: [
      by('command injected behind STARTTLS', 'starttls-pipelined'),
      by('reply injected behind its 220', 'plaintext-after-starttls', 'reply-without-command'),
      by('no new EHLO after TLS', 'ehlo-missing-after-starttls'),
      by('capabilities from before TLS used after it', 'stale-capability'),
      by('STARTTLS offered under TLS', 'starttls-offered-under-tls', 'starttls-when-active'),
      by(
        'STARTTLS refused, then AUTH in the clear',
        'tls-refused-then-cleartext',
        'plaintext-auth-without-tls',
      ),
      by('STARTTLS painted over, taken off the list, banner of asterisks', 'starttls-stripped'),
      by(
        'STARTTLS answered with an invalid code or an error',
        'tls-refused-then-cleartext',
        'advertised-but-refused',
        'reply-code-not-for-command',
      ),
      by(
        'STARTTLS after MAIL, or with an argument',
        'starttls-in-transaction',
        'argument-not-allowed',
      ),
      by('plain text on the port of implicit TLS', 'plaintext-on-tls-port'),
    ],
  },
  {
    name: 'Scanners (nmap scripts and others)',
    covered: [
      by('open relay', 'open-relay-suspected', 'relay-by-routing'),
      by(
        'address forms that relay tests use: percent hack, bang path, source route, double @',
        'routing-in-local-part',
        'source-route',
        'address-syntax',
        'relay-by-routing',
      ),
      by('users found by VRFY, EXPN or RCPT', 'vrfy-expn-disclosure', 'address-probing'),
      by(
        'AUTH before TLS, PLAIN or LOGIN offered in the clear',
        'plaintext-auth-without-tls',
        'plaintext-auth-offered',
      ),
      by('AUTH and AUTH= both offered', 'ehlo-keyword-duplicate', 'ehlo-keyword-malformed'),
      by('NTLM challenge that names hosts', 'weak-auth-mechanism'),
      by('product and version in greeting, EHLO, HELP or 221', 'banner-discloses-version'),
      by('internal names and addresses in replies or Received', 'internal-name-disclosed'),
      not(
        'SMTP on an unusual port, brute force, holes of single products',
        'a scan finds these, not a transcript',
      ),
    ],
  },
  {
    name: 'The RFCs, where no other detector looks',
    covered: [
      by('class of the enhanced code differs from that of the reply', 'enhanced-code-class'),
      by('SIZE larger than offered', 'size-exceeds-limit', 'size-exceeds-declared'),
      by(
        '8-bit content without BODY=8BITMIME, UTF-8 address without SMTPUTF8',
        'eight-bit-content',
        'address-non-ascii',
        'header-non-ascii',
      ),
      by(
        'BINARYMIME with DATA, BDAT mixed with DATA',
        'binarymime-with-data',
        'bdat-and-data-mixed',
      ),
      by(
        'parameters without their extension, twice, unknown, of the other command',
        'param-not-advertised',
        'param-duplicate',
        'param-unknown',
        'param-wrong-command',
        'param-after-helo',
      ),
      by(
        'blank after FROM: or TO:, angle brackets missing',
        'space-around-colon',
        'path-brackets-missing',
      ),
      by(
        'local part over 64, domain over 255, path over 256 octets',
        'local-part-too-long',
        'domain-too-long',
        'path-too-long',
      ),
      by(
        'command, reply or text line over the limits',
        'command-line-too-long',
        'reply-line-too-long',
        'text-line-too-long',
      ),
      by('fewer than 100 recipients taken', 'rcpt-limit-low'),
      by(
        'hello with an underscore, a bare address or a name that is none',
        'hello-argument-invalid',
        'ip-without-brackets',
        'hello-not-fqdn',
        'domain-underscore',
      ),
      by(
        'address literals',
        'address-literal-invalid',
        'ipv6-literal-missing-tag',
        'address-literal-unknown-tag',
        'numeric-host-literal',
      ),
      by('EHLO keywords malformed or twice', 'ehlo-keyword-malformed', 'ehlo-keyword-duplicate'),
      by(
        'multi-line reply without its last line',
        'multiline-unterminated',
        'multiline-not-marked',
      ),
      by(
        '354 answered with a command, transcript that ends inside DATA',
        'missing-dot-terminator',
        'transcript-truncated',
      ),
      by('QUIT or its 221 missing', 'quit-missing', 'quit-reply-missing'),
      by('RSET missing between transactions', 'nested-mail', 'abandoned-transaction'),
      by('dots not stuffed', 'dot-stuffing-missing'),
      by('BDAT sent on after a chunk was refused', 'bdat-after-failure'),
      by('LMTP with another number of replies than of accepted recipients', 'lmtp-reply-count'),
      by('pipelined replies that do not add up', 'reply-missing', 'reply-without-command'),
      by(
        'malformed base64 in AUTH, wrong number of NUL in PLAIN, wrong digest of CRAM-MD5',
        'auth-response-not-base64',
        'auth-plain-malformed',
        'auth-exchange-malformed',
      ),
      by(
        '"*" that is not answered with 501',
        'auth-exchange-malformed',
        'reply-code-not-for-command',
      ),
      by(
        'Date, From or Message-ID missing; From other than the envelope',
        'header-date-missing',
        'header-from-missing',
        'header-message-id',
        'envelope-header-mismatch',
      ),
      not('greylisting', 'no fault: `explain` and hover say what it is and what to do'),
    ],
  },
];
