import type { PlanStep } from '../../protocol/replay.ts';

/** Steps in another order, or fewer of them, with the numbers by which they name each other. */
export function renumbered(steps: readonly PlanStep[]): readonly PlanStep[] {
  const places = new Map(steps.map((step, index) => [step.index, index]));
  const placeOf = (index: number): number => places.get(index) ?? -1;
  const orNull = (index: number | null): number | null =>
    index === null ? null : (places.get(index) ?? null);
  return steps.map((step, index) => {
    switch (step.kind) {
      case 'send': {
        const moved = { ...step, index, requires: orNull(step.requires) };
        return step.announces === undefined
          ? moved
          : { ...moved, announces: placeOf(step.announces) };
      }
      case 'expect':
        return { ...step, index, answers: orNull(step.answers) };
      case 'tls':
        return { ...step, index, requires: placeOf(step.requires) };
      case 'auth':
      case 'close':
        return { ...step, index };
    }
  });
}
