import type { AuthStep, PlanStep } from '../../protocol/replay.ts';
import { variableNamesInText } from '../expect/variableNames.ts';
import { BUILT_IN_VARIABLES } from '../../core/transcript/builtInVariables.ts';
import { boundBy } from './boundBy.ts';

/** The names in a plan that somebody has to give a value for. */
export interface NamesToGive {
  readonly variables: readonly string[];
  readonly secrets: readonly string[];
  /** Places in content without a value: it is sent as it stands. */
  readonly inContent: readonly { readonly line: number; readonly name: string }[];
}

/** Names used before any reply binds them; `known` are those that have a value (`@var`, given). */
export function namesToGive(steps: readonly PlanStep[], known: Iterable<string>): NamesToGive {
  const bound = new Set([...BUILT_IN_VARIABLES, ...known]);
  const variables = new Set<string>();
  const secrets = new Set<string>();
  const inContent = new Map<string, number>();
  for (const step of steps) {
    if (step.kind === 'auth' && step.secret !== '') secrets.add(step.secret);
    for (const name of usedBy(step).filter(used => !bound.has(used))) {
      if (!isContent(step)) variables.add(name);
      else if (!inContent.has(name)) inContent.set(name, step.line);
    }
    for (const name of boundBy(step)) bound.add(name);
  }
  return {
    // What is a secret somewhere is never asked for, or shown, as a variable.
    variables: [...variables].filter(name => !secrets.has(name)),
    secrets: [...secrets],
    inContent: Array.from(inContent, ([name, line]) => ({ name, line })),
  };
}

function usedBy(step: PlanStep): readonly string[] {
  if (step.kind === 'send') return step.variables ?? [];
  return step.kind === 'auth' ? namesInAuth(step) : [];
}

/** Names of the places in what a computed AUTH exchange says of the user. */
function namesInAuth({ user, authzid }: AuthStep): readonly string[] {
  return variableNamesInText(`${user}\n${authzid}`);
}

function isContent(step: PlanStep): boolean {
  return step.kind === 'send' && (step.purpose === 'content' || step.purpose === 'chunk');
}
