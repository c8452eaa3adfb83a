import type { ReplayEvent } from '../protocol/replay.ts';
import type { ReplayCase, ReplayPlace, ReplayRun } from './replayRun.ts';
import type { Style } from './style.ts';

/** What a report about replays has to know before it begins. */
export interface ReplaySetup {
  readonly style: Style;
  /** Absolute: names of files in a report that goes elsewhere are relative to it. */
  readonly folder: string;
  /** Of this program. */
  readonly version: string;
  readonly places: readonly ReplayPlace[];
  /** How many runs there will be. */
  readonly runs: number;
  /** Columns of the terminal. */
  readonly columns: number;
}

/** Gives a report piece by piece: the cases one after the other, each with its events. */
export interface ReplayWriter {
  begin(): string;
  /** A case begins. */
  starts(of: ReplayCase): string;
  event(of: ReplayCase, event: ReplayEvent, more: EventExtras): string;
  /** A case ended, or was left out. */
  ended(run: ReplayRun): string;
  end(runs: readonly ReplayRun[]): string;
}

/** What the command line adds to an event. */
export interface EventExtras {
  /** 1-based: how often the session was begun. */
  readonly attempt: number;
}

/** How a report about replays is written. */
export interface ReplayFormat {
  readonly id: string;
  writer(setup: ReplaySetup): ReplayWriter;
}
