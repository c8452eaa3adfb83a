import type { Side } from './connection.ts';
import type { OtherProtocol } from './events.ts';

/** What is known when a connection begins to speak. */
export interface Opening {
  /** The first octets of each side, as Latin-1. */
  readonly heads: readonly [string, string];
  readonly ports: readonly [number, number];
  /** Which side was connected to, where the handshake shows it. */
  readonly server: Side | undefined;
  /** Nothing more comes, or enough came. */
  readonly isFinal: boolean;
}

/** What a connection carries; undefined while that cannot be said. */
export type Verdict =
  | { readonly kind: 'smtp'; readonly server: Side }
  | { readonly kind: 'other'; readonly protocol: OtherProtocol }
  | undefined;

const SMTP_PORTS = new Set([24, 25, 465, 587, 2525]);
const FTP_PORTS = new Set([20, 21, 989, 990]);

/** What the first octets of a side look like. */
type Look = 'nothing' | 'reply' | 'hello' | 'verb' | 'tls' | 'text' | OtherProtocol;

const LOOKS: readonly (readonly [Look, RegExp])[] = [
  ['reply', /^[2-5]\d\d[ \r\n-]/],
  ['hello', /^(?:EHLO|HELO|LHLO)[ \r\n]/i],
  ['hello', /^(?:MAIL FROM|RCPT TO):|^(?:BDAT \d|STARTTLS\r?\n|XCLIENT |XFORWARD )/i],
  ['verb', /^(?:DATA|RSET|NOOP|QUIT|AUTH|VRFY|EXPN|HELP|ETRN|ATRN|TURN)(?:[ \r\n]|$)/i],
  // The header of a TLS record.
  ['tls', /^[\x14-\x17]\x03[\0-\x04]/],
  ['HTTP', /^(?:GET|POST|PUT|HEAD|OPTIONS|CONNECT|DELETE|PATCH|PRI) \S|^HTTP\/\d/],
  ['SSH', /^SSH-\d/],
  ['POP3', /^\+OK[ \r]|^(?:USER|CAPA|APOP)\b.*\r\n(?:PASS|STAT|LIST)\b/],
  ['IMAP', /^\* (?:OK|PREAUTH|BYE)[ \r]|^\S{1,12} (?:LOGIN|CAPABILITY|SELECT|ID)[ \r]/i],
  ['FTP', /^(?:USER|PASS|FEAT|SYST|PASV|EPSV|OPTS|AUTH (?:TLS|SSL))(?:[ \r\n]|$)/i],
];

/** Says by the first octets of both sides, and the ports where those do not tell, what it is. */
export function verdictOf(opening: Opening): Verdict {
  const { heads, ports, isFinal } = opening;
  const looks = [lookOf(heads[0]), lookOf(heads[1])] as const;
  const server = opening.server ?? serverOf(looks, ports);
  if (server === undefined) return isFinal ? other(looks) : undefined;
  const [said, asked] = server === 0 ? looks : [looks[1], looks[0]];
  const greeting = heads[server];
  const port = ports[server];
  const smtp = { kind: 'smtp', server } as const;
  const foreign = [said, asked].find(look => isForeign(look));
  if (foreign !== undefined && asked !== 'hello') return { kind: 'other', protocol: foreign };
  if (asked === 'hello') return smtp;
  if (FTP_PORTS.has(port) || /^220.{0,80}\bFTP/is.test(greeting)) return of('FTP');
  const known = SMTP_PORTS.has(port);
  if (asked === 'tls') return known || said === 'reply' ? smtp : of('TLS');
  if (!isFinal && heads.some(isTooShort)) return undefined;
  if (said === 'reply' && (asked !== 'nothing' || isFinal)) {
    return known || asked === 'verb' || opens(greeting) ? smtp : of('unknown');
  }
  if (said === 'nothing' && asked === 'nothing') return isFinal ? of('no data') : undefined;
  if (!isFinal) return undefined;
  return known ? smtp : other(looks);
}

function lookOf(head: string): Look {
  if (head === '') return 'nothing';
  return LOOKS.find(([, shape]) => shape.test(head))?.[0] ?? 'text';
}

/** A word that is still being typed, or came in several segments. */
function isTooShort(head: string): boolean {
  return head !== '' && head.length < 12 && !head.includes('\n');
}

/** Without a handshake: the port, then who gives replies or commands. */
function serverOf(
  looks: readonly [Look, Look],
  ports: readonly [number, number],
): Side | undefined {
  const known = [SMTP_PORTS.has(ports[0]), SMTP_PORTS.has(ports[1])] as const;
  if (known[0] !== known[1]) return known[0] ? 0 : 1;
  const replies = looks.indexOf('reply');
  if (replies >= 0) return replies === 0 ? 0 : 1;
  const asks = looks.findIndex(look => look === 'hello' || look === 'verb');
  if (asks >= 0) return asks === 0 ? 1 : 0;
  return undefined;
}

/** Does this reply open a session rather than answer something? */
function opens(greeting: string): boolean {
  return /^(?:220|421|521|554)[ \r\n-]/.test(greeting);
}

function isForeign(look: Look): look is OtherProtocol {
  return look === 'HTTP' || look === 'SSH' || look === 'POP3' || look === 'IMAP' || look === 'FTP';
}

function other(looks: readonly [Look, Look]): Verdict {
  if (looks.every(look => look === 'nothing')) return of('no data');
  const foreign = looks.find(isForeign);
  return of(foreign ?? (looks.includes('tls') ? 'TLS' : 'unknown'));
}

function of(protocol: OtherProtocol): Verdict {
  return { kind: 'other', protocol };
}
