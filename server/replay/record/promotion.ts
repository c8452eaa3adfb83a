import type { ReplayPlan } from '../../protocol/replay.ts';
import { variableNamesInText } from '../expect/variableNames.ts';
import { REDACTED } from '../secrets.ts';
import type { LiveRun } from './liveReplies.ts';
import type { ReplyChange } from './replyChanges.ts';
import { isSkipped } from './replyChanges.ts';

/**
 * Why a run cannot become the recording, as a sentence for the user; undefined where it can. What it
 * would write has to be what came, and the session has to make sense with it.
 */
export function promotionFault(
  plan: ReplayPlan,
  run: LiveRun,
  changes: readonly ReplyChange[],
): string | undefined {
  if (run.verdict === undefined || run.verdict === 'failed') {
    const why = run.failure === '' ? '' : `: ${run.failure.replace(/\.$/, '')}`;
    return `The run did not come to its end${why}.`;
  }
  const missing = changes.find(({ kind }) => kind === 'missing');
  if (missing !== undefined) return `No reply came for line ${String(missing.step.line)}.`;
  const unsent = plan.steps.find(step => {
    return step.kind === 'send' && !run.sent.has(step.index) && !isSkipped(step, run);
  });
  if (unsent !== undefined) {
    return `Line ${String(unsent.line)} was not sent, since the server replied otherwise before: change what the client says first.`;
  }
  return changes.map(unfitOf).find(fault => fault !== undefined);
}

/** What an event puts in place of characters that act on a terminal or cannot be seen. */
export const ESCAPED = /\\(?:x[0-9a-f]{2}|u\{[0-9a-f]{1,6}\}|[rn0])/;

function unfitOf(change: ReplyChange): string | undefined {
  if (change.kind === 'missing') return undefined;
  const { live, step } = change;
  const where = `The reply for line ${String(step.line)}`;
  const says = (found: (text: string) => boolean): boolean =>
    live.lines.some(({ text }) => found(text));
  if (!live.whole) return `${where} is too long to be kept whole.`;
  if (says(text => text.includes(REDACTED))) return `${where} repeats a secret.`;
  if (says(text => ESCAPED.test(text))) return `${where} holds characters that cannot be shown.`;
  if (says(text => variableNamesInText(text).length > 0)) {
    return `${where} holds {{…}}, which would be read as a variable.`;
  }
  return undefined;
}
