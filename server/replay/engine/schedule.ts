import type { PlanStep, SendStep } from '../../protocol/replay.ts';
import type { Survey } from './survey.ts';

/**
 * The steps in the order they are run: the plan's own, except that a send whose permission (a 354,
 * a 334) the transcript shows only later waits for it. A client that sends content before the 354
 * would have it read as commands.
 */
export function scheduleOf(
  steps: readonly PlanStep[],
  { hasEarly }: Pick<Survey, 'hasEarly'>,
): readonly PlanStep[] {
  if (!hasEarly) return steps;
  const held = new Map<number, SendStep[]>();
  for (const step of steps) {
    if (isEarly(step)) held.set(step.requires, [...(held.get(step.requires) ?? []), step]);
  }
  return steps.flatMap(step => (isEarly(step) ? [] : [step, ...(held.get(step.index) ?? [])]));
}

function isEarly(step: PlanStep): step is SendStep & { readonly requires: number } {
  return step.kind === 'send' && step.requires !== null && step.requires > step.index;
}
