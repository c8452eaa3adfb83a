import { Resolver } from 'node:dns/promises';

/** Milliseconds for one query, and how often it is asked. */
const QUERY_MS = 5000;
const TRIES = 2;

/** How the DNS is asked. */
export interface DnsOptions {
  /** Instead of those of this machine: `192.0.2.1`, `192.0.2.1:53`, `[2001:db8::1]:53`. */
  readonly dnsServers?: readonly string[];
  /** Gives up every query under way. */
  readonly signal?: AbortSignal;
  /** Milliseconds for one query; it is asked twice. */
  readonly timeoutMs?: number;
}

/** A resolver, and how to let go of it. */
export interface UsedResolver {
  readonly resolver: Resolver;
  readonly release: () => void;
}

/** A resolver that obeys the signal. Throws where a DNS server is not an IP address. */
export function resolverOf(options: DnsOptions): UsedResolver {
  const { dnsServers = [], signal, timeoutMs = QUERY_MS } = options;
  const resolver = new Resolver({ timeout: timeoutMs, tries: TRIES, maxTimeout: timeoutMs });
  if (dnsServers.length > 0) resolver.setServers(dnsServers);
  const cancel = (): void => {
    resolver.cancel();
  };
  signal?.addEventListener('abort', cancel, { once: true });
  return {
    resolver,
    release: () => {
      signal?.removeEventListener('abort', cancel);
    },
  };
}
