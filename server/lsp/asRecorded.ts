import type { RecordedReply, Redacted, ReplayEvent, ReplayPlan } from '../protocol/replay.ts';
import { redactorOf } from '../replay/redact.ts';

/**
 * The events with every reply that counted as recorded, whatever the policy let pass, in the words
 * of the recording: what is left differs.
 */
export function asRecorded(
  plan: ReplayPlan,
  events: readonly ReplayEvent[],
): readonly ReplayEvent[] {
  const matched = new Set(events.flatMap(({ kind, step }) => (kind === 'matched' ? [step] : [])));
  return events.map(event => {
    if (event.kind !== 'received' || !matched.has(event.step)) return event;
    const step = plan.steps[event.step];
    const recorded = step?.kind === 'expect' || step?.kind === 'auth' ? step.recorded : null;
    return recorded === null ? event : { ...event, code: recorded.code, lines: linesOf(recorded) };
  });
}

/** They come from the file with which they are compared: nothing is told that it does not show. */
function linesOf({ code, lines }: RecordedReply): readonly Redacted[] {
  const redactor = redactorOf([]);
  return lines.map((text, at) => {
    const separator = at < lines.length - 1 ? '-' : ' ';
    return redactor.line(`${String(code)}${separator}${text}`);
  });
}
