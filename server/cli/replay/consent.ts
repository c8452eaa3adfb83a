import type { ReplayPlan, Target } from '../../protocol/replay.ts';
import { needsConsent } from '../../replay/resolve/needsConsent.ts';
import { UsageError } from '../command.ts';
import type { Invocation } from '../command.ts';
import { parseHostPort, placeOf } from '../target.ts';
import type { Place, TargetsOf } from './place.ts';

/** Recipients that the question for consent names; the rest is counted. */
const NAMED_RECIPIENTS = 10;

/** True where the user agreed to a connection to this very host and port, wherever it is. */
export type HasConsent = (target: Target) => boolean;

/**
 * Asks for the user's consent (`--allow`) to leave this machine, of all hosts at once. Throws a
 * UsageError where it is missing for one of them; nothing has been connected then.
 */
export async function requireConsent(
  invocation: Invocation,
  going: {
    readonly places: readonly Place[];
    readonly plans: readonly ReplayPlan[];
    readonly targetsOf: TargetsOf;
  },
): Promise<HasConsent> {
  const allowed = invocation.values('allow');
  const allows: HasConsent = target =>
    allowed.some(text => placeOf(parseHostPort(text)) === placeOf(target));
  const recipients = recipientsByHost(going);
  const missing: Host[] = [];
  for (const host of recipients.values()) {
    const { target } = host;
    if (target.path !== undefined || allows(target)) continue;
    if (await needsConsent(target)) missing.push(host);
  }
  if (missing.length > 0) {
    const options = missing.map(({ target }) => `--allow ${placeOf(target)}`).join(' ');
    const why = missing.map(({ target, to }) => {
      return `${placeOf(target)} is not on this machine: ${warning(to)}`;
    });
    throw new UsageError(`${why.join('\n')}\nIf that is what you want, add ${options}`);
  }
  return allows;
}

interface Host {
  readonly target: Target;
  readonly to: Set<string>;
}

function recipientsByHost({
  places,
  plans,
  targetsOf,
}: Parameters<typeof requireConsent>[1]): ReadonlyMap<string, Host> {
  const hosts = new Map<string, Host>();
  for (const place of places) {
    for (const plan of plans) {
      for (const target of targetsOf(place, plan)) {
        const host = hosts.get(placeOf(target)) ?? { target, to: new Set() };
        hosts.set(placeOf(target), host);
        for (const recipient of plan.recipients) host.to.add(recipient);
      }
    }
  }
  return hosts;
}

function warning(recipients: ReadonlySet<string>): string {
  const named = [...recipients].slice(0, NAMED_RECIPIENTS).map(to => `<${to}>`);
  const rest = recipients.size - named.length;
  const more = rest > 0 ? ` and ${rest} more` : '';
  const whom = named.length > 0 ? ` to ${named.join(', ')}${more}` : '';
  return `real mail${whom} may be delivered.`;
}
