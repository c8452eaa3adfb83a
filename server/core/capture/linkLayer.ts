import { u16 } from './numbers.ts';

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const PPPOE = 0x8864;
/** EtherTypes of VLAN tags (IEEE 802.1Q, 802.1ad, and what came before). */
const VLAN = new Set([0x8100, 0x88a8, 0x9100, 0x9200]);
const MOST_TAGS = 8;

/** Where the protocol number of each link layer stands and where its payload begins. */
const COOKED: ReadonlyMap<number, readonly [protocol: number, payload: number]> = new Map([
  [1, [12, 14]],
  [113, [14, 16]],
  [276, [0, 20]],
]);

/** Link layers without a header of their own: RAW, in the numbers of several systems, IPv4, IPv6. */
const RAW = new Set([12, 14, 101, 228, 229]);
/** BSD loopback: four octets of address family, in the order of the host or of the network. */
const LOOPBACK = new Set([0, 108]);

/** Is this link layer read at all? */
export function isKnownLink(link: number): boolean {
  return COOKED.has(link) || RAW.has(link) || LOOPBACK.has(link);
}

/** Where the IP header begins in a packet of this link layer; -1 where there is none. */
export function ipOffsetOf(link: number, octets: Uint8Array): number {
  if (RAW.has(link)) return ipAt(octets, 0);
  if (LOOPBACK.has(link)) return ipAt(octets, 4);
  const cooked = COOKED.get(link);
  if (cooked === undefined) return -1;
  return behind(octets, cooked[0], cooked[1]);
}

/** Follows VLAN tags, LLC/SNAP and PPPoE to the IP header. */
function behind(octets: Uint8Array, protocolAt: number, payloadAt: number): number {
  let protocol = u16(octets, protocolAt);
  let at = payloadAt;
  for (let tags = 0; VLAN.has(protocol) && tags < MOST_TAGS; tags++) {
    protocol = u16(octets, at + 2);
    at += 4;
  }
  if (protocol <= 1500 && isSnap(octets, at)) {
    protocol = u16(octets, at + 6);
    at += 8;
  }
  if (protocol === PPPOE) return u16(octets, at) === 0x1100 ? ipAt(octets, at + 8) : -1;
  return protocol === IPV4 || protocol === IPV6 ? ipAt(octets, at) : -1;
}

function isSnap(octets: Uint8Array, at: number): boolean {
  return octets[at] === 0xaa && octets[at + 1] === 0xaa && octets[at + 2] === 3;
}

function ipAt(octets: Uint8Array, at: number): number {
  const version = (octets[at] ?? 0) >> 4;
  return version === 4 || version === 6 ? at : -1;
}
