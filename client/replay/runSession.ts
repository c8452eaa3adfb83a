import type { CancellationToken } from 'vscode';
import type { RunTarget } from '../../server/protocol/engine.ts';
import type { ReplayEvent, ReplayPlan } from '../../server/protocol/replay.ts';
import type { EngineProcess } from '../engineClient/engineProcess.ts';
import type { SessionReport } from './runReport.ts';

/** One session to run. */
export interface SessionRun {
  readonly index: number;
  readonly plan: ReplayPlan;
  readonly target: RunTarget;
  readonly token: CancellationToken;
  readonly onEvent: (event: ReplayEvent) => void;
}

/** How it went, and what was told on the way. */
export interface SessionOutcome {
  readonly report: SessionReport;
  readonly events: readonly ReplayEvent[];
}

/** Runs one session in the engine; rejects where the engine refuses it or ends in the middle. */
export async function runSession(engine: EngineProcess, run: SessionRun): Promise<SessionOutcome> {
  const { index, plan, target, token } = run;
  const events: ReplayEvent[] = [];
  const abort = new AbortController();
  const cancelled = token.onCancellationRequested(() => abort.abort());
  if (token.isCancellationRequested) abort.abort();
  try {
    const onEvent = (event: ReplayEvent): void => {
      // The wire's lines are in the conversation; what is kept here is what is said about them.
      if (event.kind !== 'sent' && event.kind !== 'received') events.push(event);
      run.onEvent(event);
    };
    const end = await engine.replay({ plan, target }, { onEvent, signal: abort.signal });
    if (end.kind === 'refused') throw new Error(end.message);
    return { report: reportOf(index, plan, events), events };
  } finally {
    cancelled.dispose();
  }
}

function reportOf(index: number, plan: ReplayPlan, events: readonly ReplayEvent[]): SessionReport {
  const done = events.find(event => event.kind === 'done');
  const failed = events.find(event => event.kind === 'failed');
  if (done === undefined) throw new Error('The replay ended without a verdict.');
  const { verdict, matched, differed, skipped, duration } = done;
  const failure = failed ? { reason: failed.reason, message: failed.message } : null;
  const { name, expectedVerdict } = plan;
  return { index, name, verdict, expectedVerdict, matched, differed, skipped, failure, duration };
}
