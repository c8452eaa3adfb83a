import { u16, u32 } from './numbers.ts';

/** TCP's protocol number. */
export const TCP = 6;
const IPV6_FRAGMENT = 44;
const AUTHENTICATION = 51;
/** Extension headers with a length in units of 8 octets: hop-by-hop, routing, destination, mobility. */
const EXTENSIONS = new Set([0, 43, 60, 135, 139, 140]);
const MOST_EXTENSIONS = 32;

/** An IP datagram, or a fragment of one. */
export interface Datagram {
  /** The addresses in 16-bit units, one character each: 2 for IPv4, 8 for IPv6. */
  readonly source: string;
  readonly target: string;
  readonly protocol: number;
  /** What was captured of the payload. */
  readonly payload: Uint8Array;
  /** Octets of the payload on the wire. */
  readonly length: number;
  readonly fragment: Fragment | undefined;
}

/** Where a fragment belongs. */
export interface Fragment {
  readonly id: number;
  /** Octets of the datagram before it. */
  readonly offset: number;
  readonly more: boolean;
}

/** A packet from its IP header on. */
interface Packet {
  readonly octets: Uint8Array;
  /** Octets on the wire, from the IP header on. */
  readonly length: number;
}

/** Reads the IP header of a packet; undefined where it is cut or makes no sense. */
export function datagramOf(packet: Packet): Datagram | undefined {
  return (packet.octets[0] ?? 0) >> 4 === 4 ? ipv4Of(packet) : ipv6Of(packet);
}

/** RFC 791 §3.1. */
function ipv4Of({ octets, length }: Packet): Datagram | undefined {
  const header = ((octets[0] ?? 0) & 15) * 4;
  if (header < 20 || octets.length < header) return undefined;
  // Zero where the card was to cut a big segment into packets: as long as the packet is.
  const total = u16(octets, 2) || length;
  if (total < header) return undefined;
  const flags = u16(octets, 6);
  const offset = (flags & 0x1fff) * 8;
  const more = (flags & 0x2000) !== 0;
  return {
    source: wordsOf(octets, 12, 2),
    target: wordsOf(octets, 16, 2),
    protocol: octets[9] ?? 0,
    payload: octets.subarray(header, total),
    length: total - header,
    fragment: offset > 0 || more ? { id: u16(octets, 4), offset, more } : undefined,
  };
}

/** RFC 8200 §3 and §4. */
function ipv6Of({ octets, length }: Packet): Datagram | undefined {
  if (octets.length < 40) return undefined;
  // Zero for a jumbogram, or where the card was to cut it.
  const total = u16(octets, 4) === 0 ? length : 40 + u16(octets, 4);
  const headers = extensionsOf(octets, total);
  if (headers === undefined) return undefined;
  const { protocol, at, fragment } = headers;
  return {
    source: wordsOf(octets, 8, 8),
    target: wordsOf(octets, 24, 8),
    protocol,
    payload: octets.subarray(at, total),
    length: total - at,
    fragment,
  };
}

function extensionsOf(
  octets: Uint8Array,
  total: number,
): { protocol: number; at: number; fragment: Fragment | undefined } | undefined {
  let protocol = octets[6] ?? 0;
  let at = 40;
  for (let count = 0; count < MOST_EXTENSIONS; count++) {
    if (protocol === IPV6_FRAGMENT) {
      const flags = u16(octets, at + 2);
      const fragment = { id: u32(octets, at + 4), offset: flags & 0xfff8, more: flags % 2 === 1 };
      const whole = fragment.offset === 0 && !fragment.more;
      if (!whole) return inside({ protocol: octets[at] ?? 0, at: at + 8, fragment });
      protocol = octets[at] ?? 0;
      at += 8;
      continue;
    }
    const size = extensionSize(protocol, octets[at + 1] ?? 0);
    if (size === 0) return inside({ protocol, at, fragment: undefined });
    protocol = octets[at] ?? 0;
    at += size;
    if (at > octets.length || at > total) return undefined;
  }
  return undefined;

  function inside<T extends { readonly at: number }>(headers: T): T | undefined {
    return headers.at <= octets.length && headers.at <= total ? headers : undefined;
  }
}

function extensionSize(protocol: number, length: number): number {
  if (EXTENSIONS.has(protocol)) return (length + 1) * 8;
  return protocol === AUTHENTICATION ? (length + 2) * 4 : 0;
}

function wordsOf(octets: Uint8Array, at: number, count: number): string {
  if (count === 2) return String.fromCharCode(u16(octets, at), u16(octets, at + 2));
  let words = '';
  for (let i = 0; i < count; i++) words += String.fromCharCode(u16(octets, at + 2 * i));
  return words;
}
