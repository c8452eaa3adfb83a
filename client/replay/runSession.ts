import type { CancellationToken } from 'vscode';
import type { RunTarget } from '../../server/protocol/engine.ts';
import type { ReplayEvent, ReplayPlan, RunInputs } from '../../server/protocol/replay.ts';
import type { EngineProcess } from '../engineClient/engineProcess.ts';
import { EventLog } from './eventLog.ts';
import type { SessionReport } from './runReport.ts';

/** One session to run. */
export interface SessionRun {
  readonly index: number;
  readonly plan: ReplayPlan;
  readonly target: RunTarget;
  readonly inputs: RunInputs;
  readonly token: CancellationToken;
  readonly onEvent: (event: ReplayEvent) => void;
}

/** How it went, and what was told on the way. */
export interface SessionOutcome {
  readonly report: SessionReport;
  readonly log: EventLog;
}

/** Runs one session in the engine; rejects where the engine refuses it or ends in the middle. */
export async function runSession(engine: EngineProcess, run: SessionRun): Promise<SessionOutcome> {
  const { index, plan, target, inputs, token } = run;
  const log = new EventLog();
  const abort = new AbortController();
  const cancelled = token.onCancellationRequested(() => abort.abort());
  if (token.isCancellationRequested) abort.abort();
  try {
    const onEvent = (event: ReplayEvent): void => {
      log.add(event);
      run.onEvent(event);
    };
    const end = await engine.replay({ plan, target, inputs }, { onEvent, signal: abort.signal });
    if (end.kind === 'refused') throw new Error(end.message);
    return { report: reportOf(index, plan, log.events), log };
  } finally {
    cancelled.dispose();
  }
}

function reportOf(index: number, plan: ReplayPlan, events: readonly ReplayEvent[]): SessionReport {
  const done = events.find(event => event.kind === 'done');
  // Before a host that could be used others may have failed; what counts is the last.
  const failed = events.findLast(event => event.kind === 'failed');
  if (done === undefined) throw new Error('The replay ended without a verdict.');
  const { verdict, matched, differed, skipped, duration } = done;
  const failure = failed && verdict === 'failed' ? failed : null;
  const { name, expectedVerdict } = plan;
  return {
    index,
    name,
    verdict,
    expectedVerdict,
    matched,
    differed,
    skipped,
    failure: failure && { reason: failure.reason, message: failure.message },
    duration,
  };
}
