import { errorCodeOf } from '../io/netFailure.ts';
import type { IoFailure } from '../io/replayIo.ts';

const UNREACHED = 'no DNS server answered. Check the network, or name another DNS server';

const WORDINGS: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'the name does not exist. Check its spelling'],
  ['ENODATA', 'the name has no address. Check its spelling'],
  ['EAI_AGAIN', 'the name could not be looked up now. Check the network'],
  ['ESERVFAIL', 'the DNS server failed to look the name up (SERVFAIL). Try again later'],
  ['EREFUSED', 'the DNS server refused to look the name up. Name one that answers this machine'],
  ['ETIMEOUT', UNREACHED],
  ['ECONNREFUSED', UNREACHED],
  ['ECANCELLED', 'the look-up was given up'],
  ['EBADNAME', 'that is not a name that could be looked up'],
  ['EBADRESP', 'the DNS server sent an answer that makes no sense'],
  ['EFORMERR', 'the DNS server did not understand the question'],
  [
    'ERR_INVALID_IP_ADDRESS',
    'a DNS server is given by its IP address, with a port if need be (192.0.2.1:53)',
  ],
] satisfies [string, string][]);

/**
 * What an error of a look-up means, as the end of a sentence. The codes are those of `node:dns`,
 * where ECONNREFUSED speaks of the DNS server and not of the host.
 */
export function dnsTextOf(error: unknown): string {
  const code = errorCodeOf(error);
  const known = WORDINGS.get(code);
  if (known !== undefined) return known;
  if (code !== '') return `the name could not be looked up (${code})`;
  return error instanceof Error ? error.message : String(error);
}

/** A look-up that failed, as a failure of the closed union. */
export function dnsFailureOf(error: unknown, host: string): IoFailure {
  return { kind: 'failed', reason: 'dns', message: `${host}: ${dnsTextOf(error)}.` };
}
