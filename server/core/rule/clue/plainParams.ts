import { OCTET, equalsText, isDigit } from '../../smtp/octet.ts';
import type { Exchange } from '../../transcript/model.ts';

/** MAIL says no size. */
const NO_SIZE = Number.POSITIVE_INFINITY;
/** Only the full parser can judge these parameters. */
export const ODD_PARAMS = -1;

const MOST_DIGITS = 15;
const SIZE = 'SIZE=';
const BODIES: readonly string[] = ['BODY=8BITMIME', 'BODY=7BIT'];

/**
 * The size that the parameters of MAIL in [start, end) declare, where they are ` SIZE=n` and
 * ` BODY=8BITMIME` or `7BIT`, each once at most, offered by the server and within its limit.
 */
export function plainParamsSize(
  octets: Uint8Array,
  start: number,
  end: number,
  exchange: Exchange,
): number {
  let declared = NO_SIZE;
  let body = false;
  for (let at = start; at < end;) {
    const to = wordEnd(octets, at + 1, end);
    if (octets[at] !== OCTET.space || to === at + 1) return ODD_PARAMS;
    if (equalsText(octets, at + 1, at + 1 + SIZE.length, SIZE)) {
      if (declared !== NO_SIZE) return ODD_PARAMS;
      declared = sizeIn(octets, at + 1 + SIZE.length, to, exchange);
      if (declared < 0) return ODD_PARAMS;
    } else {
      if (body || !isOffered(exchange, '8BITMIME')) return ODD_PARAMS;
      if (!BODIES.some(text => equalsText(octets, at + 1, to, text))) return ODD_PARAMS;
      body = true;
    }
    at = to;
  }
  return declared;
}

const NOTIFY = ' NOTIFY=';
const WISHES: readonly string[] = ['NEVER', 'SUCCESS', 'FAILURE', 'SUCCESS,FAILURE'];

/** The parameters of RCPT in [start, end) are one usual NOTIFY, offered by the server. */
export function isPlainNotify(
  octets: Uint8Array,
  start: number,
  end: number,
  exchange: Exchange,
): boolean {
  const value = start + NOTIFY.length;
  if (!equalsText(octets, start, value, NOTIFY) || !isOffered(exchange, 'DSN')) return false;
  return WISHES.some(wish => equalsText(octets, value, end, wish));
}

function wordEnd(octets: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && octets[at] !== OCTET.space) at++;
  return at;
}

/** The number there, where the server takes messages of that size. */
function sizeIn(octets: Uint8Array, start: number, end: number, exchange: Exchange): number {
  if (end <= start || end - start > MOST_DIGITS) return ODD_PARAMS;
  let size = 0;
  for (let at = start; at < end; at++) {
    const octet = octets[at] ?? 0;
    if (!isDigit(octet)) return ODD_PARAMS;
    size = size * 10 + octet - 0x30;
  }
  const limit = exchange.before.capabilities.get('SIZE') ?? exchange.known.capabilities.get('SIZE');
  return limit !== undefined && (limit === '' || size <= Number(limit)) ? size : ODD_PARAMS;
}

function isOffered({ before, known }: Exchange, keyword: string): boolean {
  return before.capabilities.has(keyword) || known.capabilities.has(keyword);
}
