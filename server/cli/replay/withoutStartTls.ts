import type { PlanStep, ReplayPlan } from '../../protocol/replay.ts';

/**
 * The plan without its STARTTLS exchanges that lead to a handshake: what comes after them is sent
 * in the clear. A STARTTLS that was refused stays, since nothing depends on it.
 */
export function withoutStartTls(plan: ReplayPlan): ReplayPlan {
  const left = new Set<number>();
  for (const step of plan.steps) {
    if (step.kind !== 'tls') continue;
    const reply = plan.steps[step.requires];
    left.add(step.index).add(step.requires);
    if (reply?.kind === 'expect' && reply.answers !== null) left.add(reply.answers);
  }
  if (left.size === 0) return plan;
  const kept = plan.steps.filter(step => !left.has(step.index));
  const places = new Map(kept.map((step, index) => [step.index, index]));
  const placeOf = (index: number): number => places.get(index) ?? 0;
  return { ...plan, steps: kept.map((step, index) => moved(step, index, placeOf)) };
}

/** The step at its new place, with what it refers to. */
function moved(step: PlanStep, index: number, placeOf: (index: number) => number): PlanStep {
  const orNull = (other: number | null): number | null => (other === null ? null : placeOf(other));
  switch (step.kind) {
    case 'send': {
      const { announces } = step;
      const chunk = announces === undefined ? {} : { announces: placeOf(announces) };
      return { ...step, index, requires: orNull(step.requires), ...chunk };
    }
    case 'expect':
      return { ...step, index, answers: orNull(step.answers) };
    case 'tls':
      return { ...step, index, requires: placeOf(step.requires) };
    case 'auth':
    case 'close':
      return { ...step, index };
  }
}
