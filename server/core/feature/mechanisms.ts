/** What a SASL mechanism does, in a sentence, for a reader who met its name. */
export interface Mechanism {
  readonly name: string;
  readonly description: string;
  readonly ref: string;
}

/** The mechanisms that mail servers offer, the stronger ones first. */
export const MECHANISMS: readonly Mechanism[] = [
  {
    name: 'SCRAM-SHA-256',
    description: 'Proves the password to both sides without sending it.',
    ref: 'RFC 7677',
  },
  {
    name: 'SCRAM-SHA-1',
    description: 'Proves the password to both sides without sending it, with an older hash.',
    ref: 'RFC 5802',
  },
  {
    name: 'OAUTHBEARER',
    description: 'Sends an OAuth 2 access token; whoever reads it can use it until it expires.',
    ref: 'RFC 7628',
  },
  {
    name: 'XOAUTH2',
    description: 'The form of OAuth 2 tokens that large providers had before OAUTHBEARER.',
    ref: 'no RFC',
  },
  {
    name: 'EXTERNAL',
    description: 'Takes the identity from outside, usually from the client certificate of TLS.',
    ref: 'RFC 4422 A',
  },
  {
    name: 'PLAIN',
    description: 'Sends name and password in base64, which hides nothing: only inside TLS.',
    ref: 'RFC 4616',
  },
  {
    name: 'LOGIN',
    description: 'Sends name, then password, each in base64, which hides nothing: only inside TLS.',
    ref: 'never standardised',
  },
  {
    name: 'CRAM-MD5',
    description: 'Answers a challenge with a keyed MD5; open to guessing off-line, and outdated.',
    ref: 'RFC 2195',
  },
  {
    name: 'DIGEST-MD5',
    description: 'Answers a challenge with MD5 hashes; moved to historic.',
    ref: 'RFC 6331',
  },
  {
    name: 'GSSAPI',
    description: 'Kerberos tickets.',
    ref: 'RFC 4752',
  },
  {
    name: 'NTLM',
    description: 'The challenge and response of Windows, with weak hashes.',
    ref: 'MS-SMTPNTLM',
  },
  {
    name: 'ANONYMOUS',
    description: 'No identity at all, perhaps a trace.',
    ref: 'RFC 4505',
  },
];

/** The entry of a mechanism in any letter case. */
export function mechanismOf(name: string): Mechanism | undefined {
  return MECHANISMS.find(mechanism => mechanism.name === name.toUpperCase());
}
