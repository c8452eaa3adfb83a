import type { FailureReason, Redacted, ReplayEvent, Verdict } from '../protocol/replay.ts';

/** A run in numbers, with the first thing that went wrong. */
export interface ReplaySummary {
  readonly verdict: Verdict;
  readonly matched: number;
  readonly differed: number;
  readonly sent: number;
  readonly received: number;
  readonly skipped: number;
  readonly duration: { readonly connect: number; readonly tls: number; readonly total: number };
  readonly failure: {
    readonly reason: FailureReason;
    readonly line: number;
    readonly message: Redacted;
  } | null;
  readonly firstDifference: { readonly line: number; readonly message: Redacted } | null;
  /** False until `done` came: numbers so far, and a verdict of what happened so far. */
  readonly complete: boolean;
}

/** The summary before anything happened; a run without events passed nothing, so it failed nothing. */
const EMPTY_SUMMARY: ReplaySummary = {
  verdict: 'passed',
  matched: 0,
  differed: 0,
  sent: 0,
  received: 0,
  skipped: 0,
  duration: { connect: 0, tls: 0, total: 0 },
  failure: null,
  firstDifference: null,
  complete: false,
};

/** The summary with one more event; pure, so that a live view may fold as the events come. */
function withEvent(summary: ReplaySummary, event: ReplayEvent): ReplaySummary {
  switch (event.kind) {
    case 'opened':
    case 'secured':
    case 'captured':
    case 'skipped':
    case 'waiting':
    case 'next-host':
      return summary;
    case 'sent':
      return { ...summary, sent: summary.sent + 1 };
    case 'received':
      return { ...summary, received: summary.received + 1 };
    case 'matched':
      return { ...summary, matched: summary.matched + 1 };
    case 'differed':
      return {
        ...summary,
        differed: summary.differed + 1,
        verdict: summary.verdict === 'failed' ? 'failed' : 'differed',
        firstDifference: summary.firstDifference ?? { line: event.line, message: event.message },
      };
    case 'failed':
      return {
        ...summary,
        verdict: 'failed',
        failure: summary.failure ?? {
          reason: event.reason,
          line: event.line,
          message: event.message,
        },
      };
    case 'done': {
      const { verdict, skipped, duration } = event;
      return { ...summary, verdict, skipped, duration, complete: true };
    }
  }
}

/** The summary of a whole run. */
export function summaryOf(events: Iterable<ReplayEvent>): ReplaySummary {
  let summary = EMPTY_SUMMARY;
  for (const event of events) summary = withEvent(summary, event);
  return summary;
}
