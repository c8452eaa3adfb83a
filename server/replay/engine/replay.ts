import type { ReplayEvent, ReplayPlan, RunInputs, Target } from '../../protocol/replay.ts';
import type { ReplayIo } from '../io/replayIo.ts';
import { EventStream } from './eventStream.ts';
import { Run } from './run.ts';

/** What a replay needs besides its plan. */
export interface ReplayOptions {
  readonly target: Target;
  /** Values and secrets for the plan's `{{name}}` places and its computed AUTH exchanges. */
  readonly inputs?: RunInputs;
}

/**
 * Acts the plan as the client over `io` (one connection, not yet open) and tells what happens, event
 * by event; nothing runs ahead of a reader by more than one step. Never throws: failures are events,
 * exactly one `done` is the last. An abort of `signal` ends a wait at once. Leaving the loop early
 * drops the connection.
 */
export function replay(
  plan: ReplayPlan,
  io: ReplayIo,
  signal: AbortSignal,
  options: ReplayOptions,
): AsyncGenerator<ReplayEvent, void, undefined> {
  const { target, inputs = {} } = options;
  return new EventStream(() => new Run({ plan, io, signal, target, inputs }));
}
