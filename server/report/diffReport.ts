import type { SessionDiff } from '../diff/model.ts';

/** One of the two transcripts, as the report names it. */
export interface DiffedFile {
  readonly file: string;
  readonly dialect: string;
}

/** What a report is about. */
export interface DiffSetup {
  readonly first: DiffedFile;
  readonly second: DiffedFile;
  /** How replies were compared. */
  readonly match: string;
}

/** Writes a comparison while it is made: each call gives the next piece of the report. */
export interface DiffWriter {
  begin(): string;
  add(diff: SessionDiff): string;
  end(totals: DiffTotals): string;
}

/** What was found in all. */
export interface DiffTotals {
  readonly sessions: number;
  /** Sessions that differ. */
  readonly differing: number;
  readonly differences: number;
  /** Differences that the report does not list. */
  readonly omitted: number;
  /** Places that were not compared as they change every time. */
  readonly folded: number;
}

/** A report lists no more differences than this. */
const MOST_LISTED = 2000;

/** Counts, and leaves out what is too much. */
export class DiffTally {
  #totals: DiffTotals = { sessions: 0, differing: 0, differences: 0, omitted: 0, folded: 0 };

  get totals(): DiffTotals {
    return this.#totals;
  }

  /** The comparison as it is to be listed. */
  add(diff: SessionDiff): SessionDiff {
    const { sessions, differing, differences, omitted, folded } = this.#totals;
    const room = Math.max(0, MOST_LISTED - (differences - omitted));
    const listed = diff.differences.slice(0, room);
    const found = diff.differences.length + diff.omitted;
    const left = found - listed.length;
    this.#totals = {
      sessions: sessions + 1,
      differing: differing + (found > 0 ? 1 : 0),
      differences: differences + found,
      omitted: omitted + left,
      folded: folded + diff.folded,
    };
    return { ...diff, differences: listed, omitted: left };
  }
}

/** `1 session`, `2 sessions`. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
