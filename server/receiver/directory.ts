import { domainToASCII } from 'node:url';
import type { ReceiverSettings, ReceiverUser } from './options.ts';

/** Where an address leads. */
export type Destination =
  | { readonly kind: 'mailbox'; readonly user: string }
  | { readonly kind: 'unknown-user' }
  | { readonly kind: 'elsewhere' };

/** Who has a mailbox here, and for which domains. */
export interface Directory {
  /** `address` is a mailbox, or `postmaster` alone (RFC 5321 §4.1.1.3). */
  destinationOf(address: string): Destination;
  /** The user that logs in as `name`, which may carry one of the domains. */
  userOf(name: string): ReceiverUser | undefined;
}

/** Splits at the last `@`; the domain comes out in ASCII and lower case, '' when there is none. */
export function splitAddress(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@');
  if (at < 0) return { local: address, domain: '' };
  const domain = address.slice(at + 1).toLowerCase();
  // An address literal is no host name, and an unconvertible name matches only itself.
  const ascii = domain.startsWith('[') ? domain : domainToASCII(domain) || domain;
  return { local: address.slice(0, at), domain: ascii };
}

/** Makes the directory; there is always a postmaster, as RFC 5321 §4.5.1 demands. */
export function createDirectory(settings: ReceiverSettings): Directory {
  const users = new Map<string, ReceiverUser>([['postmaster', { name: 'postmaster' }]]);
  for (const user of settings.users) users.set(userKeyOf(user.name), user);
  const accepts = domainMatcherOf(settings.domains);
  const destinationOf = (address: string): Destination => {
    const { local, domain } = splitAddress(address);
    const bare = domain === '' && userKeyOf(local) === 'postmaster';
    if (!bare && !accepts(domain)) return { kind: 'elsewhere' };
    const key = userKeyOf(local);
    return users.has(key) ? { kind: 'mailbox', user: key } : { kind: 'unknown-user' };
  };
  const userOf = (name: string): ReceiverUser | undefined => {
    const { local, domain } = splitAddress(name);
    return domain === '' || accepts(domain) ? users.get(userKeyOf(local)) : undefined;
  };
  return { destinationOf, userOf };
}

/** One spelling for all the ways to write a user: composed, lower case, unquoted. */
function userKeyOf(local: string): string {
  const quoted = /^"[^"\\]*"$/u.test(local);
  return (quoted ? local.slice(1, -1) : local).normalize('NFC').toLowerCase();
}

function domainMatcherOf(domains: readonly string[]): (domain: string) => boolean {
  const exact = new Set<string>();
  const suffixes: string[] = [];
  for (const name of domains) {
    const { domain } = splitAddress(`@${name.replace(/^\*\./u, '')}`);
    if (name.startsWith('*.')) suffixes.push(`.${domain}`);
    else exact.add(domain);
  }
  return domain => exact.has(domain) || suffixes.some(suffix => domain.endsWith(suffix));
}
