/** One size limit or minimum time-out of the protocol. */
export interface Limit {
  readonly value: number;
  readonly unit: 'octets' | 'recipients' | 'seconds';
  /** What it bounds, as a noun phrase. */
  readonly what: string;
  readonly ref: string;
}

/** The sizes every implementation has to take; longer is to be avoided (RFC 5321 4.5.3.1). */
export const LIMITS = {
  localPart: { value: 64, unit: 'octets', what: 'local-part', ref: 'RFC 5321 §4.5.3.1.1' },
  domain: { value: 255, unit: 'octets', what: 'domain', ref: 'RFC 5321 §4.5.3.1.2' },
  label: { value: 63, unit: 'octets', what: 'label of a domain', ref: 'RFC 1035 §2.3.4' },
  path: { value: 256, unit: 'octets', what: 'path with its brackets', ref: 'RFC 5321 §4.5.3.1.3' },
  commandLine: {
    value: 512,
    unit: 'octets',
    what: 'command line with CRLF, before what extensions add',
    ref: 'RFC 5321 §4.5.3.1.4',
  },
  replyLine: {
    value: 512,
    unit: 'octets',
    what: 'reply line with code and CRLF',
    ref: 'RFC 5321 §4.5.3.1.5',
  },
  textLine: {
    value: 1000,
    unit: 'octets',
    what: 'line of content with CRLF, a doubled dot not counted',
    ref: 'RFC 5321 §4.5.3.1.6',
  },
  content: {
    value: 65536,
    unit: 'octets',
    what: 'message content a server has to take',
    ref: 'RFC 5321 §4.5.3.1.7',
  },
  recipients: {
    value: 100,
    unit: 'recipients',
    what: 'recipients a server has to buffer',
    ref: 'RFC 5321 §4.5.3.1.8',
  },
  authLine: {
    value: 12288,
    unit: 'octets',
    what: 'line of an AUTH exchange with CRLF',
    ref: 'RFC 4954 §4',
  },
} as const satisfies Readonly<Record<string, Limit>>;
