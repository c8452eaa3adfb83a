import type { AuthStep, ExpectStep, ReplayPlan } from '../../protocol/replay.ts';
import type { LiveReply, LiveRun } from './liveReplies.ts';
import { meansRecorded } from './meansRecorded.ts';
import type { PlacedReply, RecordedFile } from './recordedFile.ts';

/** A step that a reply ends. */
export type RepliedStep = ExpectStep | AuthStep;

/** How the replies of a run are unlike those of the file. */
export type ReplyChange =
  | {
      readonly kind: 'other';
      readonly step: RepliedStep;
      readonly at: PlacedReply;
      readonly live: LiveReply;
    }
  /** The file does not show it; it stands behind this line, 0 for before everything. */
  | {
      readonly kind: 'new';
      readonly step: RepliedStep;
      readonly behind: number;
      readonly live: LiveReply;
    }
  /** None came. */
  | { readonly kind: 'missing'; readonly step: RepliedStep; readonly at: PlacedReply };

/** The changes, in the order of the plan. */
export function replyChanges(plan: ReplayPlan, file: RecordedFile, run: LiveRun): ReplyChange[] {
  const byLine = new Map(file.replies.map(reply => [reply.line, reply]));
  const changes: ReplyChange[] = [];
  for (const step of plan.steps) {
    if (step.kind !== 'expect' && step.kind !== 'auth') continue;
    if (isSkipped(step, run)) continue;
    const live = run.replies.get(step.index);
    const at = step.kind === 'auth' ? lastWithin(file, step) : byLine.get(step.line);
    if (step.recorded === null || at === undefined) {
      const behind = lineBefore(plan, step);
      if (live !== undefined && !file.excerpt) changes.push({ kind: 'new', step, behind, live });
    } else if (live === undefined) {
      if (step.kind === 'auth' || step.optional !== true)
        changes.push({ kind: 'missing', step, at });
    } else if (!meansRecorded(step, at, live)) changes.push({ kind: 'other', step, at, live });
  }
  return changes;
}

/** Left out on purpose, which is no change. */
export function isSkipped(step: { readonly line: number }, { skipped }: LiveRun): boolean {
  return skipped.some(({ line, endLine }) => step.line >= line && step.line <= endLine);
}

/** The final reply of an AUTH exchange. */
function lastWithin(file: RecordedFile, step: AuthStep): PlacedReply | undefined {
  return file.replies.findLast(({ line }) => line >= step.line && line <= step.endLine);
}

/** The last line of what it answers; a greeting stands before the first thing that is sent. */
function lineBefore(plan: ReplayPlan, step: RepliedStep): number {
  if (step.kind === 'auth') return step.endLine;
  const asked = step.answers === null ? undefined : plan.steps[step.answers];
  if (asked !== undefined) return asked.endLine;
  const first = plan.steps.find(({ kind }) => kind === 'send' || kind === 'auth');
  return first === undefined ? 0 : first.line - 1;
}
