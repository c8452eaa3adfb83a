import type { ReplayEvent, ReplayPlan, Target } from '../../protocol/replay.ts';
import type { ReplayIo } from '../io/replayIo.ts';
import { Run } from './run.ts';

/** What a replay needs besides its plan. */
export interface ReplayOptions {
  readonly target: Target;
}

/**
 * Acts the plan as the client over `io` (one connection, not yet open) and tells what happens, event
 * by event; nothing runs ahead of a reader by more than one step. Never throws: failures are events,
 * exactly one `done` is the last. An abort of `signal` ends a wait at once. Leaving the loop early
 * drops the connection.
 */
export async function* replay(
  plan: ReplayPlan,
  io: ReplayIo,
  signal: AbortSignal,
  options: ReplayOptions,
): AsyncGenerator<ReplayEvent, void, undefined> {
  const run = new Run({ plan, io, signal, target: options.target });
  try {
    while (!run.isOver) {
      await run.advance();
      for (const event of run.take()) yield event;
    }
  } finally {
    run.dispose();
  }
}
