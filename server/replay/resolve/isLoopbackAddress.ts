import { BlockList, isIP } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * True for 127.0.0.0/8, ::1 and IPv4-mapped forms of the former, with or without brackets. A name,
 * a shortened IPv4 form (`127.1`) or 0.0.0.0 is not: what is not surely this machine needs consent.
 */
export function isLoopbackAddress(address: string): boolean {
  const bare = address.startsWith('[') && address.endsWith(']') ? address.slice(1, -1) : address;
  const family = isIP(bare);
  if (family === 0 || bare.includes('%')) return false;
  return LOOPBACK.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}
