import { visibleOctets } from '../../server/replay/visible.ts';
import type { PlanStep, ReplayEvent, ReplayPlan, Redacted } from '../../server/protocol/replay.ts';

/** What a test says that a run was unlike the recording. */
export interface RunChanges {
  /** Whole lines of the reply at a physical line; null: none came. */
  readonly replies?: Readonly<Record<number, readonly string[] | null>>;
  readonly verdict?: 'passed' | 'differed' | 'failed';
  /** Events besides, before the last. */
  readonly more?: readonly ReplayEvent[];
}

/** The events of a run of this plan: each step sent, each reply as recorded unless told otherwise. */
export function runEvents(plan: ReplayPlan, changes: RunChanges = {}): readonly ReplayEvent[] {
  return [
    ...plan.steps.flatMap(step => eventsOf(step, changes)),
    ...(changes.more ?? []),
    doneEvent(changes.verdict ?? 'passed'),
  ];
}

function eventsOf(step: PlanStep, { replies = {} }: RunChanges): ReplayEvent[] {
  const { index, line } = step;
  if (step.kind === 'send') {
    const { purpose, verb, octets } = step;
    const lines = Buffer.from(octets).toString('latin1').replace(/\r\n$/, '').split('\r\n');
    const sent = { step: index, at: 0, kind: 'sent', line, purpose, verb } as const;
    return [{ ...sent, lines: lines.map(redacted), octets: octets.length }];
  }
  if (step.kind !== 'expect' && step.kind !== 'auth') return [];
  const lines = line in replies ? replies[line] : recordedLines(step.recorded);
  if (lines === null || lines === undefined) return [];
  const code = Number(lines.at(-1)?.slice(0, 3));
  const received = { step: index, at: 0, kind: 'received', line, code } as const;
  return [{ ...received, lines: lines.map(redacted), took: 0 }];
}

function recordedLines(
  recorded: { readonly code: number; readonly lines: readonly string[] } | null,
): readonly string[] | null {
  if (recorded === null) return null;
  const last = recorded.lines.length - 1;
  return recorded.lines.map((text, at) => `${recorded.code}${at < last ? '-' : ' '}${text}`);
}

function doneEvent(verdict: 'passed' | 'differed' | 'failed'): ReplayEvent {
  const counts = { matched: 0, differed: 0, sent: 0, received: 0, skipped: 0 };
  const duration = { connect: 0, tls: 0, total: 0 };
  return { step: -1, at: 0, kind: 'done', verdict, ...counts, duration };
}

function redacted(text: string): Redacted {
  return visibleOctets(Buffer.from(text)) as Redacted;
}
