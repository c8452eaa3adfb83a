import { Resolver } from 'node:dns/promises';
import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

/** The part of `node:dns/promises` that the look-up needs. */
export interface MailResolver {
  resolveMx(
    domain: string,
  ): Promise<readonly { readonly exchange: string; readonly priority: number }[]>;
  resolve4(domain: string): Promise<readonly string[]>;
  resolve6(domain: string): Promise<readonly string[]>;
  /** Where a name is an alias and the answer does not hold what it leads to. */
  resolveCname?(domain: string): Promise<readonly string[]>;
}

/** A host to try, with its preference (the lower, the sooner). */
export interface MailHost {
  readonly host: string;
  readonly preference: number;
}

/** Where mail for a recipient goes, or why nowhere; `message` is one sentence for a person. */
export type MailHosts =
  | {
      readonly kind: 'hosts';
      readonly domain: string;
      /** `mx` records, the `implicit` MX of a domain without any, or an address `literal`. */
      readonly source: 'mx' | 'implicit' | 'literal';
      readonly hosts: readonly MailHost[];
    }
  | {
      readonly kind: 'null-mx' | 'no-domain' | 'no-host' | 'temporary' | 'invalid';
      readonly domain: string;
      readonly message: string;
    };

type Answer<T> =
  | { readonly kind: 'records'; readonly records: readonly T[] }
  | { readonly kind: 'no-domain' }
  | { readonly kind: 'temporary'; readonly code: string };

/** Hosts of a domain that are told: each of them takes the user's consent. */
const MOST_HOSTS = 20;

/** Aliases that are followed, one after the other. */
const ALIASES = 8;

/**
 * The hosts that take mail for a recipient (`user@domain`, with or without angle brackets), in the
 * order to try them: RFC 5321 §5.1, with the null MX of RFC 7505. Hosts of equal preference are
 * shuffled with `random` (0 ≤ n < 1); without it they keep the order of the answer. Never rejects.
 */
export async function mailHostsOf(
  recipient: string,
  resolver: MailResolver = new Resolver({ timeout: 5000, tries: 2 }),
  random?: () => number,
): Promise<MailHosts> {
  const written = domainOf(recipient);
  if (written.startsWith('[')) return literalHosts(written);
  const domain = domainToASCII(written.replace(/\.$/, '')).toLowerCase();
  if (!isHostName(domain)) {
    return refusal('invalid', written, 'it has no domain that could be looked up');
  }
  return hostsOfDomain({ asked: domain, resolver, random }, domain, ALIASES);
}

interface Search {
  /** The domain that the recipient names. */
  readonly asked: string;
  readonly resolver: MailResolver;
  readonly random: (() => number) | undefined;
}

async function hostsOfDomain(search: Search, domain: string, aliases: number): Promise<MailHosts> {
  const { asked, resolver, random } = search;
  const answer = await ask(() => resolver.resolveMx(domain));
  switch (answer.kind) {
    case 'no-domain':
      return refusal('no-domain', asked, 'the domain does not exist (NXDOMAIN)');
    case 'temporary':
      return temporary(asked, answer.code);
    case 'records':
      break;
  }
  if (answer.records.length > 0) return recordedHosts(asked, answer.records, random);
  const alias = await aliasOf(domain, resolver);
  if (alias === null) return implicitHosts(search, domain);
  if (aliases === 0) return refusal('no-host', asked, 'its aliases (CNAME) lead nowhere');
  return hostsOfDomain(search, alias, aliases - 1);
}

/** RFC 5321 §5.1: the name that an alias stands for is dealt with as if it had been asked for. */
async function aliasOf(domain: string, resolver: MailResolver): Promise<string | null> {
  const found = await ask(() => resolver.resolveCname?.(domain) ?? Promise.resolve([]));
  const [alias = ''] = found.kind === 'records' ? found.records : [];
  const name = alias.replace(/\.$/, '').toLowerCase();
  return isHostName(name) ? name : null;
}

/** The last `@` divides: a quoted local part may hold others. */
function domainOf(recipient: string): string {
  const path = recipient.trim().replace(/^<|>$/g, '');
  const at = path.lastIndexOf('@');
  return at === -1 ? '' : path.slice(at + 1);
}

/** RFC 5321 §4.1.3: an address literal names the host itself. */
function literalHosts(literal: string): MailHosts {
  const inner = literal.endsWith(']') ? literal.slice(1, -1) : '';
  const address = /^IPv6:/i.test(inner) ? inner.slice('IPv6:'.length) : inner;
  const tagged = address !== inner;
  if (tagged ? isIPv6(address) : isIPv4(address)) {
    const hosts = [{ host: address, preference: 0 }];
    return { kind: 'hosts', domain: literal, source: 'literal', hosts };
  }
  return refusal('invalid', literal, 'the address literal is neither [1.2.3.4] nor [IPv6:…]');
}

function recordedHosts(
  domain: string,
  records: readonly { readonly exchange: string; readonly priority: number }[],
  random: (() => number) | undefined,
): MailHosts {
  const named = records.filter(record => !isRoot(record.exchange));
  if (named.length === 0) {
    return refusal('null-mx', domain, 'the domain says it takes no mail (null MX, RFC 7505)');
  }
  const hosts = (random ? shuffled(named, random) : named)
    .map(record => ({ host: record.exchange.replace(/\.$/, ''), preference: record.priority }))
    .filter(host => isHostName(host.host))
    .sort((one, other) => one.preference - other.preference)
    .slice(0, MOST_HOSTS);
  // With MX records present the domain's own address must not be used instead (RFC 5321 §5.1).
  if (hosts.length === 0) return refusal('no-host', domain, 'none of its MX records names a host');
  return { kind: 'hosts', domain, source: 'mx', hosts };
}

/** Drawn one by one, so that every order is as likely as any other (RFC 5321 §5.1). */
function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const left = [...items];
  const mixed: T[] = [];
  while (left.length > 0) mixed.push(...left.splice(Math.floor(random() * left.length), 1));
  return mixed;
}

async function implicitHosts(search: Search, domain: string): Promise<MailHosts> {
  const { asked, resolver } = search;
  const [four, six] = await Promise.all([
    ask(() => resolver.resolve4(domain)),
    ask(() => resolver.resolve6(domain)),
  ]);
  if (hasRecords(four) || hasRecords(six)) {
    const hosts = [{ host: domain, preference: 0 }];
    return { kind: 'hosts', domain: asked, source: 'implicit', hosts };
  }
  if (four.kind === 'temporary') return temporary(asked, four.code);
  if (six.kind === 'temporary') return temporary(asked, six.code);
  return refusal('no-host', asked, 'the domain has neither MX records nor an address');
}

/** An error that means "there are no such records" is an answer, everything unclear is temporary. */
async function ask<T>(question: () => Promise<readonly T[]>): Promise<Answer<T>> {
  try {
    return { kind: 'records', records: await question() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENODATA') return { kind: 'records', records: [] };
    if (code === 'ENOTFOUND') return { kind: 'no-domain' };
    return { kind: 'temporary', code };
  }
}

function hasRecords(answer: Answer<string>): boolean {
  return answer.kind === 'records' && answer.records.length > 0;
}

function temporary(domain: string, code: string): MailHosts {
  const why = code === '' ? '' : ` (${code})`;
  return refusal('temporary', domain, `the look-up gave no answer${why}; try again later`);
}

function refusal(
  kind: Exclude<MailHosts['kind'], 'hosts'>,
  domain: string,
  why: string,
): MailHosts {
  const subject = domain === '' ? 'The recipient' : domain;
  return { kind, domain, message: `${subject} has no server to send to: ${why}.` };
}

function isRoot(exchange: string): boolean {
  return exchange === '' || exchange === '.';
}

/** Loose on purpose (underscores exist), but nothing that could be anything else than a name. */
function isHostName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i.test(name);
}
