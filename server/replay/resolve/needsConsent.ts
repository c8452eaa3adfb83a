import { lookup } from 'node:dns/promises';
import type { Target } from '../../protocol/replay.ts';
import { isLoopbackAddress } from './isLoopbackAddress.ts';

/** All addresses of a name as the operating system would use them; rejects where there is none. */
export type LookupAll = (name: string) => Promise<readonly string[]>;

/**
 * False only where the target is surely this machine: a loopback address, or `localhost` (and names
 * under it, RFC 6761 §6.3) when every address it has is loopback. Any other name needs consent, and
 * is not even looked up before.
 */
export async function needsConsent(
  target: Pick<Target, 'host'>,
  addressesOf: LookupAll = lookupAll,
): Promise<boolean> {
  if (isLoopbackAddress(target.host)) return false;
  const name = target.host.toLowerCase().replace(/\.$/, '');
  if (name !== 'localhost' && !name.endsWith('.localhost')) return true;
  try {
    const addresses = await addressesOf(name);
    return addresses.length === 0 || !addresses.every(isLoopbackAddress);
  } catch {
    return true;
  }
}

async function lookupAll(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true });
  return found.map(entry => entry.address);
}
