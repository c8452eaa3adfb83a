import { setTimeout as delay } from 'node:timers/promises';
import { groupBy } from '../../core/octets/groupBy.ts';
import type { ReplayEvent, RunInputs, Target } from '../../protocol/replay.ts';
import { nodeIo } from '../../replay/io/nodeIo.ts';
import { withoutStartTls } from '../../replay/plan/withoutStartTls.ts';
import { replayHosts } from '../../replay/resolve/replayHosts.ts';
import { isRight, notRun, RunFold } from '../../report/replayRun.ts';
import type { ReplayCase, ReplayRun } from '../../report/replayRun.ts';
import type { EmbeddedReceivers } from '../embeddedReceivers.ts';
import type { PlannedRun } from '../plannedRuns.ts';
import type { HasConsent } from './consent.ts';
import { inOrder } from './inOrder.ts';
import type { LaneWork } from './inOrder.ts';
import type { Place, TargetsOf } from './place.ts';
import type { ReplayReport } from './report.ts';

/** How sessions are run. */
export interface RunnerOptions {
  readonly places: readonly Place[];
  readonly targetsOf: TargetsOf;
  /** For each place. */
  readonly inputs: readonly RunInputs[];
  readonly hasConsent: HasConsent;
  readonly receivers: EmbeddedReceivers;
  readonly signal: AbortSignal;
  /** Files that are replayed side by side. */
  readonly jobs: number;
  readonly rounds: number;
  readonly bail: boolean;
  readonly retries: number;
  readonly retryDelayMs: number;
  /** Told of each session before it is run for the first time. */
  readonly announce: (run: PlannedRun) => void;
  /** Takes the events of a run that ended, where somebody wants them. */
  readonly keep?: (kept: KeptRun) => void;
}

/** A run with all its events. */
export interface KeptRun {
  readonly planned: PlannedRun;
  readonly run: ReplayRun;
  readonly events: readonly ReplayEvent[];
}

/** What is run after another: the sessions of one file at one place. */
interface Lane {
  readonly place: Place;
  readonly inputs: RunInputs;
  readonly runs: readonly PlannedRun[];
}

function inTheClear(planned: PlannedRun): PlannedRun {
  const { plan } = planned;
  return { ...planned, plan: { ...plan, steps: withoutStartTls(plan.steps) } };
}

type Say = Parameters<LaneWork>[0];

/** Runs sessions and tells a report. */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #report: ReplayReport;
  #stopped = false;

  constructor(options: RunnerOptions, report: ReplayReport) {
    this.#options = options;
    this.#report = report;
  }

  /** Runs them all; those of several files side by side, the report in the order of the files. */
  async run(runs: readonly PlannedRun[]): Promise<void> {
    const { places, inputs, jobs } = this.#options;
    const byFile = [...groupBy(runs, ({ file }) => file).values()];
    const lanes = byFile.flatMap(ofFile =>
      places.map((place, at) => ({
        place,
        inputs: inputs[at] ?? {},
        runs: place.inTheClear ? ofFile.map(inTheClear) : ofFile,
      })),
    );
    await inOrder(
      lanes.map(lane => say => this.#lane(lane, say)),
      jobs,
    );
  }

  async #lane(lane: Lane, say: Say): Promise<void> {
    const { rounds, signal, places, bail } = this.#options;
    for (let round = 1; round <= rounds; round += 1) {
      for (const planned of lane.runs) {
        const of = this.#caseOf(planned, lane.place, round);
        if (this.#stopped || signal.aborted) {
          say(() => {
            this.#report.ended(notRun(of));
          });
          continue;
        }
        say(() => {
          if (round === 1 && lane.place === places[0]) this.#options.announce(planned);
          this.#report.starts(of);
        });
        const run = await this.#case({ of, planned, lane, say });
        if (bail && !isRight(run)) this.#stopped = true;
        say(() => {
          this.#report.ended(run);
        });
        await this.#report.flush();
      }
    }
  }

  #caseOf({ file, plan, number, line }: PlannedRun, place: Place, round: number): ReplayCase {
    const { rounds } = this.#options;
    const expected = plan.expectedVerdict;
    return { file, session: plan.name, number, line, expected, place: place.shown, round, rounds };
  }

  /** Begins again what the server put off, as often as that was asked for. */
  async #case(running: {
    readonly of: ReplayCase;
    readonly planned: PlannedRun;
    readonly lane: Lane;
    readonly say: Say;
  }): Promise<ReplayRun> {
    const { of, planned, say } = running;
    const { retries, retryDelayMs, signal, keep } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const fold = new RunFold(of, planned.plan);
      const events: ReplayEvent[] = [];
      const tell = (event: ReplayEvent): void => {
        if (keep !== undefined) events.push(event);
        say(() => {
          this.#report.event(of, event, { attempt });
        });
      };
      for await (const event of await this.#events(running)) {
        fold.add(event);
        tell(event);
      }
      const run = fold.run(attempt - 1);
      const again = fold.wasPutOff && !isRight(run) && attempt <= retries && !signal.aborted;
      if (!again) {
        keep?.({ planned, run, events });
        return run;
      }
      tell({ kind: 'waiting', step: -1, at: 0, line: 0, ms: retryDelayMs, why: 'retry' });
      await delay(retryDelayMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #events({
    planned: { plan },
    lane,
  }: {
    readonly planned: PlannedRun;
    readonly lane: Lane;
  }): Promise<AsyncIterable<ReplayEvent>> {
    const { targetsOf, receivers, signal, hasConsent } = this.#options;
    const { place, inputs } = lane;
    const { server } = place;
    const isOwn = server.kind === 'receiver';
    const targets = isOwn ? [await receivers.targetFor(plan)] : targetsOf(place, plan);
    const dnsServers = server.kind === 'mx' ? server.dnsServers : [];
    const ioFor = (target: Target) =>
      nodeIo({ loopbackOnly: isOwn || !hasConsent(target), dnsServers });
    return replayHosts(plan, { targets, ioFor, signal, inputs });
  }
}
