import type { PlanStep, ReplayPlan, RunInputs } from '../../protocol/replay.ts';
import { variableNamesInText } from '../../replay/expect/variableNames.ts';
import { UsageError } from '../command.ts';
import type { Invocation } from '../command.ts';
import type { Ask } from './ask.ts';
import type { Place } from './place.ts';

const NAME = /^[A-Za-z_][\w.-]{0,59}$/;

/** Where values come from. */
export interface InputSources {
  /** `--var`, by name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined where nobody can be asked. */
  readonly ask: Ask | undefined;
}

/** The values of `--var NAME=VALUE`; throws a UsageError for what is none. */
export function variablesOf(invocation: Invocation): Readonly<Record<string, string>> {
  const pairs = invocation.values('var').map(text => {
    const at = text.indexOf('=');
    const name = text.slice(0, Math.max(0, at));
    if (NAME.test(name)) return [name, text.slice(at + 1)] as const;
    // What was given is not repeated: it may be a secret in the wrong place.
    throw new UsageError('--var takes NAME=VALUE, such as --var to=bob@example.org');
  });
  return Object.fromEntries(pairs);
}

/**
 * The variables and secrets for each place, in the order of the places. Throws a UsageError that
 * names all that are missing and how to give them.
 */
export async function runInputs(
  places: readonly Place[],
  plans: readonly ReplayPlan[],
  sources: InputSources,
): Promise<readonly RunInputs[]> {
  const wanted = {
    variables: [...new Set(plans.flatMap(plan => plan.variables ?? []))],
    secrets: [...new Set(plans.flatMap(plan => plan.secrets ?? []))],
  };
  const open = wanted.secrets.find(name => Object.hasOwn(sources.variables, name));
  if (open !== undefined) {
    throw new UsageError(
      `"${open}" is a secret, and --var would show it to everybody on this machine: ` +
        `give it as ${environmentVariableOf(open)}`,
    );
  }
  const found = places.map(place => foundFor(place, wanted, sources));
  const missing = found.flatMap(({ missing: names }) => names);
  if (missing.length > 0 && sources.ask === undefined) {
    throw new UsageError(missingText(missing, places.length));
  }
  const inputs: RunInputs[] = [];
  for (const { values, secrets, missing: names } of found) {
    const asked = await askFor(names, sources.ask, places.length);
    inputs.push({
      values: { ...values, ...asked.values },
      secrets: { ...secrets, ...asked.secrets },
    });
  }
  return inputs;
}

/** The names that no place of any plan has: a value for one of them is probably a slip. */
export function unusedNames(
  plans: readonly ReplayPlan[],
  names: readonly string[],
): readonly string[] {
  if (names.length === 0) return [];
  const used = new Set(plans.flatMap(({ steps }) => steps.flatMap(namesOf)));
  return names.filter(name => !used.has(name));
}

function namesOf(step: PlanStep): readonly string[] {
  switch (step.kind) {
    case 'send':
    case 'expect':
      return step.variables ?? [];
    case 'auth':
      return [...(step.variables ?? []), ...variableNamesInText(`${step.user} ${step.authzid}`)];
    case 'tls':
    case 'close':
      return [];
  }
}

interface Missing {
  readonly kind: 'variable' | 'secret';
  readonly name: string;
  readonly place: string;
  /** The environment variable that should hold it. */
  readonly variable: string;
}

interface Found {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly missing: readonly Missing[];
}

function foundFor(
  { environment, shown }: Place,
  wanted: { readonly variables: readonly string[]; readonly secrets: readonly string[] },
  { variables, env }: InputSources,
): Found {
  const user = environment?.user;
  const values = {
    ...(user !== undefined && { user }),
    ...environment?.variables,
    ...variables,
  };
  const secrets = new Map<string, string>();
  const missing: Missing[] = wanted.variables
    .filter(name => !Object.hasOwn(values, name))
    .map(name => ({ kind: 'variable', name, place: shown.name, variable: '' }));
  for (const name of wanted.secrets) {
    const variable = sourceOf(name, environment);
    const value = env[variable];
    if (value !== undefined && value !== '') secrets.set(name, value);
    else missing.push({ kind: 'secret', name, place: shown.name, variable });
  }
  return { values, secrets: Object.fromEntries(secrets), missing };
}

/** The environment variable of a secret: as the environment maps it, else by its name. */
function sourceOf(name: string, environment: Place['environment']): string {
  const own = name === 'password' ? (environment?.secret ?? name) : name;
  const mapped = environment !== undefined && Object.hasOwn(environment.secrets, own);
  return mapped ? (environment.secrets[own]?.env ?? '') : environmentVariableOf(own);
}

/** `SMTP_TRANSCRIPT_SECRET_NAME`, upper case, with `_` for `-` and `.`. */
export function environmentVariableOf(name: string): string {
  return `SMTP_TRANSCRIPT_SECRET_${name.toUpperCase().replace(/[-.]/g, '_')}`;
}

function missingText(missing: readonly Missing[], places: number): string {
  const lines = missing.map(({ kind, name, place, variable }) => {
    const where = places > 1 ? ` (for ${place})` : '';
    return kind === 'variable'
      ? `there is no value for {{${name}}}${where}: give --var ${name}=VALUE, write it under "variables" of an environment, or "# @var ${name}=VALUE" into the file`
      : `there is no secret "${name}"${where}: set ${variable}, name another variable under "secrets" of an environment, or run it in a terminal to be asked`;
  });
  return [...new Set(lines)].join('\n');
}

async function askFor(
  missing: readonly Missing[],
  ask: Ask | undefined,
  places: number,
): Promise<Pick<Found, 'values' | 'secrets'>> {
  const values = new Map<string, string>();
  const secrets = new Map<string, string>();
  for (const { kind, name, place } of missing) {
    const where = places > 1 ? ` for ${place}` : '';
    if (kind === 'variable') values.set(name, (await ask?.(`{{${name}}}${where}`, 'shown')) ?? '');
    else secrets.set(name, (await ask?.(`secret "${name}"${where}`, 'hidden')) ?? '');
  }
  return { values: Object.fromEntries(values), secrets: Object.fromEntries(secrets) };
}
