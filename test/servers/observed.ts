import type { ServerName } from './runningServer.ts';
import type { SessionRun } from './runSession.ts';

/** A difference as it is explained: who recorded what, and who answered what instead. */
export interface ObservedDifference {
  readonly scenario: string;
  readonly command: string;
  readonly recordedOn: ServerName;
  readonly recorded: string;
  readonly server: ServerName;
  readonly actual: string;
}

/** The differences of all runs, in the order of the runs. */
export function observedDifferences(runs: readonly SessionRun[]): readonly ObservedDifference[] {
  return runs.flatMap(({ session, server, differences }) => {
    const { scenario, recordedOn } = session;
    if (recordedOn === null) return [];
    return differences.map(difference => ({
      scenario,
      recordedOn,
      server: server.name,
      ...difference,
    }));
  });
}
