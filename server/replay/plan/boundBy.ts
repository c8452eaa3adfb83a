import type { PlanStep } from '../../protocol/replay.ts';

/** Names that a step gives values to: `{{name}}` places of a recorded reply, groups of a pattern. */
export function boundBy(step: PlanStep): readonly string[] {
  if (step.kind !== 'expect' && step.kind !== 'auth') return [];
  const groups = step.pattern?.matchAll(/\(\?P?<([A-Za-z_]\w{0,59})>/g) ?? [];
  return [...(step.variables ?? []), ...Array.from(groups, match => match[1] ?? '')];
}
