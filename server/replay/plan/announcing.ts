import type { PlanStep } from '../../protocol/replay.ts';

/**
 * Steps in which BDAT commands announce the size of the chunk as it is sent instead of the recorded
 * one: all of them for `computed`, otherwise those whose chunk is generated, or has places to fill,
 * unless sizes are to be `kept`.
 */
export function announcing(
  steps: readonly PlanStep[],
  chunks: 'kept' | 'computed' | undefined,
): readonly PlanStep[] {
  return steps.map((step, at) => {
    const next = steps[at + 1];
    if (step.kind !== 'send' || step.verb !== 'BDAT' || step.purpose !== 'command') return step;
    if (next?.kind !== 'send' || next.purpose !== 'chunk') return step;
    // Nobody knows the octets that were announced for a generated one.
    const isOther = next.generated === true || chunks === 'computed';
    const computed = isOther || (chunks === undefined && next.variables !== undefined);
    return computed ? { ...step, announces: next.index } : step;
  });
}
