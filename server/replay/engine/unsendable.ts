import type { Redacted, ReplayPlan, RunInputs, SendStep } from '../../protocol/replay.ts';
import { isUnsafeInLine } from '../expect/fillOctets.ts';
import type { Redactor } from '../redact.ts';
import type { Place } from './journal.ts';

/** Why a plan cannot be run at all. */
export interface Unsendable {
  readonly place: Place;
  readonly message: Redacted;
}

/** What is to be run. */
export interface Sendable {
  readonly plan: ReplayPlan;
  readonly inputs: RunInputs;
  /** The first send whose octets the transcript does not hold. */
  readonly missing: SendStep | undefined;
}

/**
 * What keeps a plan from being run with these inputs: octets that the transcript does not hold, a
 * variable or secret that nobody gave, a value that would end the command it stands in. Null where
 * nothing does. Found before anything connects: half a session would reach the server otherwise.
 */
export function unsendable(
  { plan, missing, inputs }: Sendable,
  redactor: Redactor,
): Unsendable | null {
  if (missing !== undefined) {
    const message = redactor.say`${missing.missing ?? ''}. Nothing was sent.`;
    return { place: missing, message };
  }
  const given = new Map([
    ...Object.entries(plan.values ?? {}),
    ...Object.entries(inputs.values ?? {}),
    ...Object.entries(inputs.secrets ?? {}),
  ]);
  return notGiven(plan, inputs, { given, redactor }) ?? unsafe(plan, given, redactor);
}

function notGiven(
  plan: ReplayPlan,
  inputs: RunInputs,
  { given, redactor }: { given: ReadonlyMap<string, string>; redactor: Redactor },
): Unsendable | null {
  const variable = plan.variables?.find(name => !given.has(name));
  if (variable !== undefined) {
    const message = redactor.say`{{${variable}}} has no value. Give it one with --var ${variable}=…, in an environment, or in the transcript with "# @var ${variable}=…"; "# @variables off" makes it plain text. Nothing was sent.`;
    return { place: placeOf(plan, variable), message };
  }
  const secret = plan.secrets?.find(name => !Object.hasOwn(inputs.secrets ?? {}, name));
  if (secret === undefined) return null;
  const message = redactor.say`The secret "${secret}" was not given: put it in the environment that is chosen, in an environment variable, or type it when asked. Nothing was sent.`;
  const step = plan.steps.find(each => each.kind === 'auth' && each.secret === secret);
  return { place: step ?? NOWHERE, message };
}

/** What stands behind a line end would be a command of its own (SMTP injection). */
function unsafe(
  plan: ReplayPlan,
  given: ReadonlyMap<string, string>,
  redactor: Redactor,
): Unsendable | null {
  if (given.size === 0) return null;
  for (const step of plan.steps) {
    if (step.kind !== 'send' || step.variables === undefined) continue;
    if (step.purpose === 'content' || step.purpose === 'chunk') continue;
    const name = step.variables.find(each => isUnsafeInLine(given.get(each) ?? ''));
    if (name === undefined) continue;
    const message = redactor.say`The value of {{${name}}} holds a line end or another control character, which must not get into a command. Nothing was sent.`;
    return { place: step, message };
  }
  return null;
}

function placeOf({ steps }: ReplayPlan, name: string): Place {
  const step = steps.find(
    each =>
      (each.kind === 'send' && each.variables?.includes(name) === true) ||
      (each.kind === 'auth' && `${each.user}${each.authzid}`.includes(name)),
  );
  return step ?? NOWHERE;
}

const NOWHERE: Place = { index: -1, line: 0, endLine: 0 };
