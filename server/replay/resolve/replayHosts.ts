import type { ReplayEvent, ReplayPlan, RunInputs, Target } from '../../protocol/replay.ts';
import { replay } from '../engine/replay.ts';
import { plainEvent } from '../engine/wireEvents.ts';
import type { ReplayIo } from '../io/replayIo.ts';
import { redactorOf } from '../redact.ts';
import { HostAttempt } from './hostAttempt.ts';
import { rounded } from '../rounded.ts';

/** What a replay over several hosts needs besides its plan. */
export interface ReplayHostsOptions {
  /** In the order to try them; every one of them has its consent, where it needs one. */
  readonly targets: readonly Target[];
  /** A new connection, not yet open. */
  readonly ioFor: (target: Target) => ReplayIo;
  readonly signal: AbortSignal;
  readonly inputs?: RunInputs;
}

/**
 * Acts the plan at the first host that takes the session: as long as nothing was sent, one that
 * cannot be reached, does not greet or greets with 4yz or 5yz gives way to the next (RFC 5321 §5.1).
 * Each time a `next-host` event says why; what failed there is no failure of the run. Else as
 * `replay`: never throws, exactly one `done` is the last, `at` counts from the first host on.
 */
export async function* replayHosts(
  plan: ReplayPlan,
  options: ReplayHostsOptions,
): AsyncGenerator<ReplayEvent, void, undefined> {
  const began = performance.now();
  const { targets, ioFor, signal, inputs } = options;
  for (const [tried, target] of targets.entries()) {
    const next = targets[tried + 1];
    const attempt = new HostAttempt(target);
    const since = performance.now() - began;
    const more = inputs === undefined ? {} : { inputs };
    for await (const event of replay(plan, ioFor(target), signal, { target, ...more })) {
      if (next && attempt.isGivenUp(event)) continue;
      yield tried === 0 ? event : later(event, since);
    }
    if (!next || attempt.why === null) return;
    yield nextHost(next, attempt.why, performance.now() - began);
  }
  yield* nowhere();
}

function nextHost(next: Target, message: NonNullable<HostAttempt['why']>, at: number): ReplayEvent {
  const host = redactorOf([]).line(next.host);
  return { kind: 'next-host', step: -1, at: rounded(at), host, port: next.port, message };
}

/** The event with its times as they are since the first host. */
function later(event: ReplayEvent, ms: number): ReplayEvent {
  const at = rounded(event.at + ms);
  if (event.kind !== 'done') return { ...plainEvent(event), at };
  const { duration } = event;
  return { ...event, at, duration: { ...duration, total: rounded(duration.total + ms) } };
}

function* nowhere(): Generator<ReplayEvent> {
  const message = redactorOf([]).say`There is no host to connect to.`;
  yield { kind: 'failed', step: -1, at: 0, line: 0, reason: 'dns', message };
  const counts = { matched: 0, differed: 0, sent: 0, received: 0, skipped: 0 };
  const duration = { connect: 0, tls: 0, total: 0 };
  yield { kind: 'done', step: -1, at: 0, verdict: 'failed', ...counts, duration };
}
