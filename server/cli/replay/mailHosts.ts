import type { ReplayPlan, Target } from '../../protocol/replay.ts';
import { resolveMx } from '../../replay/resolve/resolveMx.ts';
import { RunError, UsageError } from '../command.ts';
import type { Place, PlaceServer, TargetsOf } from './place.ts';

/** More hosts than a domain of this world has. */
const MOST_HOSTS = 10;

type MxServer = Extract<PlaceServer, { readonly kind: 'mx' }>;

/**
 * Looks the mail hosts up that the plans need, each domain once: RFC 5321 §5.1. Throws a RunError
 * where a domain has none, a UsageError where `auto` does not say which domain. Connects nowhere.
 */
export async function targetsOf(
  places: readonly Place[],
  plans: readonly ReplayPlan[],
  signal: AbortSignal,
): Promise<TargetsOf> {
  const found = new Map<string, readonly Target[]>();
  for (const { server } of places) {
    if (server.kind !== 'mx') continue;
    for (const domain of new Set(plans.map(plan => domainOf(server, plan)))) {
      found.set(keyOf(server, domain), await hostsOf(server, domain, signal));
    }
  }
  return ({ server }, plan) => {
    if (server.kind === 'receiver') return [];
    if (server.kind === 'target') return [server.target];
    return found.get(keyOf(server, domainOf(server, plan))) ?? [];
  };
}

function keyOf(server: MxServer, domain: string): string {
  return `${server.port} ${server.dnsServers.join(',')} ${domain}`;
}

async function hostsOf(
  server: MxServer,
  domain: string,
  signal: AbortSignal,
): Promise<readonly Target[]> {
  const { port, connection, dnsServers } = server;
  const answer = await resolveMx(domain, { dnsServers, signal });
  if (answer.kind !== 'hosts') throw new RunError(answer.message);
  return answer.hosts.slice(0, MOST_HOSTS).map(({ host }) => ({ host, port, ...connection }));
}

/** A session goes to one server, so its recipients have to be at one domain. */
function domainOf(server: MxServer, plan: ReplayPlan): string {
  if (server.domain !== 'auto') return server.domain;
  const domains = [...new Set(plan.recipients.map(domainOfRecipient))].filter(one => one !== '');
  const [domain] = domains;
  if (domain !== undefined && domains.length === 1) return domain;
  const why =
    domain === undefined ? 'has no recipients' : `has recipients at ${domains.join(', ')}`;
  throw new UsageError(`"${plan.name}" ${why}: name the domain with --mx DOMAIN`);
}

function domainOfRecipient(recipient: string): string {
  return recipient
    .slice(recipient.lastIndexOf('@') + 1)
    .replace(/>$/, '')
    .toLowerCase();
}
