import type { Environment } from '../../server/protocol/environment.ts';
import type { ReplayPlan } from '../../server/protocol/replay.ts';

/** A secret that a run needs. */
export interface SecretNeed {
  /** As sessions call it. */
  readonly name: string;
  /** As the environment calls it; also the name under which it is stored. */
  readonly storedAs: string;
  /** Environment variable that may hold it. */
  readonly variable: string;
}

/** What a run needs besides its plans. */
export interface InputNeeds {
  /** Values that are known. */
  readonly values: Readonly<Record<string, string>>;
  /** Names of values that somebody has to give, in order. */
  readonly missing: readonly string[];
  readonly secrets: readonly SecretNeed[];
}

const SECRET_NAME = /pass(?:word|wd|phrase|code)|secret|token|api[-_]?key|credential/i;

/** What these plans need of this environment; null: the target is none. */
export function inputNeeds(
  plans: readonly Pick<ReplayPlan, 'variables' | 'secrets'>[],
  environment: Environment | null,
): InputNeeds {
  const values: Readonly<Record<string, string>> = {
    ...(environment?.user !== undefined && { user: environment.user }),
    ...environment?.variables,
  };
  const given = new Set(Object.keys(values));
  const wanted = unique(plans.flatMap(({ variables = [] }) => variables));
  const unknown = wanted.filter(name => !given.has(name));
  // A value that is typed where anyone can read it must not be one that nobody may read.
  const hidden = unknown.filter(name => isSecret(name, environment));
  const secrets = unique([...plans.flatMap(plan => plan.secrets ?? []), ...hidden]);
  return {
    values,
    missing: unknown.filter(name => !secrets.includes(name)),
    secrets: secrets.map(name => needOf(name, environment)),
  };
}

function isSecret(name: string, environment: Environment | null): boolean {
  return SECRET_NAME.test(name) || sourceOf(name, environment) !== null;
}

function needOf(name: string, environment: Environment | null): SecretNeed {
  const storedAs = name === 'password' ? (environment?.secret ?? name) : name;
  return { name, storedAs, variable: sourceOf(storedAs, environment) ?? usualVariable(storedAs) };
}

/** The one that the command line looks at, too. */
function usualVariable(name: string): string {
  return `SMTP_TRANSCRIPT_SECRET_${name.toUpperCase().replace(/[-.]/g, '_')}`;
}

function sourceOf(name: string, environment: Environment | null): string | null {
  const secrets = environment?.secrets ?? {};
  return Object.hasOwn(secrets, name) ? (secrets[name]?.env ?? null) : null;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
