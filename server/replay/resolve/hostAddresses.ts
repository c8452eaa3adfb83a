import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { dnsFailureOf } from './dnsFailure.ts';
import { resolverOf } from './dnsResolver.ts';
import { errorCodeOf } from '../io/netFailure.ts';
import type { IoFailure } from '../io/replayIo.ts';

/** Addresses of one host that are tried at most: a hostile zone could hold thousands. */
const ADDRESSES = 20;

/** How the addresses of a host are found. */
export interface AddressOptions {
  /** Only addresses of this family. */
  readonly family?: 4 | 6;
  /** Asked instead of the operating system: `192.0.2.1`, `192.0.2.1:53`, `[2001:db8::1]:53`. */
  readonly dnsServers?: readonly string[];
  /** Gives up the look-up. */
  readonly signal?: AbortSignal;
}

/** The addresses in the order to try them, at least one. */
export interface HostAddresses {
  readonly kind: 'addresses';
  readonly addresses: readonly string[];
}

/**
 * The addresses of a host, which may be an address itself. Names go to the operating system, with
 * its files and its order, or to the DNS servers that are given: IPv6 first then (RFC 6724), and
 * `localhost` never (RFC 6761 §6.3). Never rejects.
 */
export async function hostAddressesOf(
  host: string,
  options: AddressOptions = {},
): Promise<HostAddresses | IoFailure> {
  if (host === '') return { kind: 'failed', reason: 'dns', message: 'No host is given.' };
  try {
    const all = isIP(host) === 0 ? await lookUp(host, options) : [host];
    const { family } = options;
    const addresses = all.filter(address => family === undefined || isIP(address) === family);
    if (addresses.length > 0)
      return { kind: 'addresses', addresses: addresses.slice(0, ADDRESSES) };
    return none(host, family);
  } catch (error) {
    return dnsFailureOf(error, host);
  }
}

function none(host: string, family: 4 | 6 | undefined): IoFailure {
  const message =
    family === undefined
      ? `${host}: the name has no address. Check its spelling.`
      : `${host} has no IPv${family} address, and only IPv${family} is to be used.`;
  return { kind: 'failed', reason: 'dns', message };
}

function lookUp(host: string, options: AddressOptions): Promise<readonly string[]> {
  const { dnsServers = [], family = 0 } = options;
  if (dnsServers.length > 0 && !isLocalhost(host)) return ask(host, { ...options, dnsServers });
  return systemLookup(host, family);
}

/** True for `localhost` and the names under it. */
function isLocalhost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return name === 'localhost' || name.endsWith('.localhost');
}

async function systemLookup(host: string, family: 0 | 4 | 6): Promise<readonly string[]> {
  const found = await lookup(host, { all: true, family, order: 'verbatim' });
  return found.map(entry => entry.address);
}

/** Both kinds at the same time; one that fails does not matter where the other has addresses. */
async function ask(host: string, options: AddressOptions): Promise<readonly string[]> {
  const using = resolverOf(options);
  try {
    const answers = await Promise.allSettled([
      options.family === 4 ? [] : using.resolver.resolve6(host),
      options.family === 6 ? [] : using.resolver.resolve4(host),
    ]);
    const found = answers.flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []));
    if (found.length > 0) return found;
    return causeOf(answers);
  } finally {
    using.release();
  }
}

/** What is unclear weighs more than "there is none": it may have one after all. */
function causeOf(answers: readonly PromiseSettledResult<unknown>[]): readonly string[] {
  for (const answer of answers) {
    if (answer.status === 'fulfilled' || !(answer.reason instanceof Error)) continue;
    if (errorCodeOf(answer.reason) !== 'ENODATA') throw answer.reason;
  }
  return [];
}
