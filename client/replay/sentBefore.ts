import type { ReplayEvent, ReplayPlan } from '../../server/protocol/replay.ts';

/** Characters of a sent line that are quoted. */
const MOST_CHARACTERS = 120;

/** What was sent that the reply of a step answers: its line in the transcript, and its first line. */
export function sentBefore(
  plan: ReplayPlan,
  events: readonly ReplayEvent[],
  step: number,
): { readonly line: number; readonly text: string } | undefined {
  const expected = plan.steps[step];
  const answers = expected?.kind === 'expect' ? expected.answers : step;
  if (answers === null) return undefined;
  for (const event of events) {
    if (event.kind !== 'sent' || event.step !== answers) continue;
    const [first = ''] = event.lines;
    const count = event.lines.length;
    const cut = first.length > MOST_CHARACTERS ? `${first.slice(0, MOST_CHARACTERS)}…` : first;
    const more = count > 1 ? ` (and ${String(count - 1)} more lines)` : '';
    return { line: event.line, text: `${cut}${more}` };
  }
  return undefined;
}
