import { dnsTextOf } from './dnsFailure.ts';
import { resolverOf } from './dnsResolver.ts';
import type { DnsOptions } from './dnsResolver.ts';
import { mailHostsOf } from './mx.ts';
import type { MailHosts } from './mx.ts';

/** Longest look-up with all its queries, milliseconds. */
const WHOLE_MS = 20_000;

/** How the hosts of a domain are found. */
export interface ResolveMxOptions extends DnsOptions {
  /** Longest look-up as a whole, milliseconds; 20 s unless told. */
  readonly totalMs?: number;
  /** Shuffles hosts of equal preference (0 ≤ n < 1). */
  readonly random?: () => number;
}

/**
 * The hosts that take mail for a domain or a recipient, in the order to try them (RFC 5321 §5.1),
 * asked of the DNS servers given or those of this machine. Ends within its time limit, and at once
 * when it is cancelled: both are `temporary`. Never rejects.
 */
export async function resolveMx(
  domain: string,
  options: ResolveMxOptions = {},
): Promise<MailHosts> {
  const { totalMs = WHOLE_MS, random = Math.random, signal } = options;
  const limit = AbortSignal.timeout(totalMs);
  const both = signal ? AbortSignal.any([signal, limit]) : limit;
  const recipient = domain.includes('@') ? domain : `@${domain}`;
  const nowhere = (why: string): MailHosts => ({
    kind: 'temporary',
    domain,
    message: `${domain} was not looked up: ${why}.`,
  });
  if (both.aborted) return nowhere('the look-up was cancelled');
  try {
    const using = resolverOf({ ...options, signal: both });
    const found = await mailHostsOf(recipient, using.resolver, random);
    using.release();
    if (signal?.aborted === true) return nowhere('the look-up was cancelled');
    return limit.aborted && found.kind === 'temporary'
      ? nowhere(`there was no answer within ${totalMs / 1000} s`)
      : found;
  } catch (error) {
    return nowhere(dnsTextOf(error));
  }
}
