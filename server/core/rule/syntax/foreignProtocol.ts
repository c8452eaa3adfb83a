import type { Exchange, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

interface Sign {
  readonly protocol: string;
  /** Tried on the beginning of the line, octets as Latin-1. */
  readonly form: RegExp;
}

/** Longer than any of the signs. */
const ENOUGH = 200;

/** What the first words of other protocols look like; none of them can begin an SMTP command. */
const SIGNS: readonly Sign[] = [
  { protocol: 'HTTP', form: /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH) \S/ },
  { protocol: 'HTTP', form: /^PRI \* HTTP\// },
  { protocol: 'HTTP', form: /^[A-Z]{3,20} \S{1,150} HTTP\/\d/ },
  { protocol: 'RTSP', form: /^[A-Z_]{3,20} \S{1,150} RTSP\/\d/ },
  { protocol: 'SIP', form: /^[A-Z]{3,20} sips?:/ },
  // A record of the type handshake, version 3.x; before it the hello of SSL 2.
  { protocol: 'TLS', form: /^\x16\x03[\0-\x04]/ },
  { protocol: 'TLS', form: /^[\x80-\x8f].\x01\x03[\0-\x03]/s },
  { protocol: 'SSH', form: /^SSH-\d/ },
  { protocol: 'SOCKS', form: /^(?:\x05[\x01-\x05]|\x04[\x01\x02])/ },
  { protocol: 'RDP', form: /^\x03\0\0/ },
  { protocol: 'XMPP', form: /^<(?:\?xml|stream:stream)[ >]/ },
  {
    protocol: 'IMAP',
    form: /^[A-Za-z]{1,5}\d{1,6} (?:CAPABILITY|LOGIN|LOGOUT|SELECT|NOOP|ID|STARTTLS)\b/i,
  },
  { protocol: 'POP3', form: /^(?:CAPA|STLS|STAT|UIDL|APOP \S+ \S+)$/i },
  { protocol: 'the PROXY protocol', form: /^PROXY (?:TCP[46]|UNKNOWN)\b/ },
  { protocol: 'a field of a message header', form: /^[!-9;-~]{2,76}: +\S/ },
];

/** What is sent to a proxy in front of the server by agreement. */
export const PROXY_PROTOCOL = 'the PROXY protocol';

/** The protocol that a line sent as a command belongs to, or undefined (RFC 5321 §4.2.4). */
export function foreignProtocolOf(
  { command, replies }: Exchange,
  context: RuleContext,
): string | undefined {
  if (isNoDialogue({ command, replies }, context.session)) return undefined;
  const octets = context.wireOctets(command);
  const text = context.chunk.scanner.latin1(octets, 0, Math.min(octets.length, ENOUGH));
  const sign = SIGNS.find(({ form }) => form.test(text));
  // The colon of MAIL and RCPT ends no field name.
  return sign === undefined || /^(?:mail|rcpt|send|soml|saml) ?(?:from|to):/i.test(text)
    ? undefined
    : sign.protocol;
}

/** Unmarked lines that nobody answers and no greeting precedes: some other text. */
export function isNoDialogue(
  { command, replies }: Pick<Exchange, 'command' | 'replies'>,
  { greeting }: Session,
): boolean {
  return !command.marked && greeting === undefined && replies.length === 0;
}
