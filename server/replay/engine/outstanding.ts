import type { PlanStep } from '../../protocol/replay.ts';
import type { Survey } from './survey.ts';

/**
 * For each position in the schedule, 1 where a reply may be due to something that left before it.
 * Where not, octets that came are a reply that nothing asked for.
 */
export function outstandingAt(
  { lastAnswers, lastUnasked, hasEarly }: Survey,
  schedule: readonly PlanStep[],
): Uint8Array {
  // What is sent later than it stands moves others: anything may be due then.
  const outstanding = new Uint8Array(schedule.length);
  if (hasEarly) return outstanding.fill(1);
  let last = lastUnasked;
  for (let at = 0; at < outstanding.length; at += 1) {
    if (last >= at) outstanding[at] = 1;
    last = Math.max(last, lastAnswers[at] ?? 0);
  }
  return outstanding;
}
