import type { PlanStep } from '../../protocol/replay.ts';
import { exchangesOf } from './exchangesOf.ts';
import { renumbered } from './renumbered.ts';

/**
 * The steps without the STARTTLS exchanges that lead to a handshake: what comes after them is sent
 * in the clear. A STARTTLS that was refused stays, since nothing depends on it.
 */
export function withoutStartTls(steps: readonly PlanStep[]): readonly PlanStep[] {
  if (!steps.some(step => step.kind === 'tls')) return steps;
  const owners = exchangesOf(steps);
  const left = new Set(owners.filter((_, at) => steps[at]?.kind === 'tls'));
  return renumbered(steps.filter((_, at) => !left.has(owners[at] ?? -1)));
}
