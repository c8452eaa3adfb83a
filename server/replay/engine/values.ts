import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { ReplayPlan, RunInputs, Target } from '../../protocol/replay.ts';
import type { BUILT_IN_VARIABLES } from '../../core/transcript/builtInVariables.ts';
import type { IoOpened } from '../io/replayIo.ts';

type BuiltIn = (typeof BUILT_IN_VARIABLES)[number];

/**
 * The variables of a run. What it was given wins over `# @var`, that over the built-in ones; replies
 * give values only to names that have none.
 */
export class Values {
  readonly #known: Map<string, string>;
  readonly #secrets: ReadonlyMap<string, string>;

  constructor(plan: Pick<ReplayPlan, 'values'>, inputs: RunInputs) {
    const given = Object.entries(inputs.values ?? {});
    const secrets = Object.entries(inputs.secrets ?? {});
    this.#secrets = new Map(secrets);
    // The last one of a name counts.
    this.#known = new Map([
      ...timeless(),
      ...Object.entries(plan.values ?? {}),
      ...given,
      ...secrets,
    ]);
  }

  /** By name, as far as they are known. */
  get known(): ReadonlyMap<string, string> {
    return this.#known;
  }

  /** A secret by its name; undefined where it was not given. */
  secret(name: string): string | undefined {
    return this.#secrets.get(name);
  }

  /** A reply told a value; the first one stays. */
  bind(name: string, value: string): void {
    if (!this.#known.has(name)) this.#known.set(name, value);
  }

  /** The names that depend on the connection. */
  opened({ port, localAddress }: IoOpened, target: Target): void {
    const { host } = target;
    const bracketed = host.includes(':') ? `[${host}]` : host;
    const number = String(target.path === undefined ? port : target.port);
    const facts: readonly (readonly [BuiltIn, string])[] = [
      ['receiver', `${bracketed}:${number}`],
      ['receiver.host', host],
      ['receiver.port', number],
      ['local-address', localAddress],
    ];
    for (const [name, value] of facts) this.bind(name, value);
  }
}

/** The built-in names that are the same for the whole run. */
function timeless(): readonly (readonly [BuiltIn, string])[] {
  const unique = randomBytes(10).toString('hex');
  const host = /^[\w.-]{1,255}$/.test(hostname()) ? hostname() : 'localhost';
  return [
    // RFC 5322 §3.3; toUTCString has the same form but for the zone.
    ['date', new Date().toUTCString().replace('GMT', '+0000')],
    ['message-id', `<${unique}@${host}>`],
    ['unique', unique],
    ['hostname', host],
  ];
}
