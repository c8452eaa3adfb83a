/** A run that is stored, and its octets. */
export interface StoredRun {
  /** Sorts by time. */
  readonly id: string;
  readonly size: number;
}

/** What may be stored. */
export interface HistoryBounds {
  readonly runs: number;
  readonly octets: number;
}

/** The runs that have to go so that the newest stay within the bounds. */
export function runsToDrop(stored: readonly StoredRun[], bounds: HistoryBounds): readonly string[] {
  const newest = [...stored].sort((one, other) => (one.id < other.id ? 1 : -1));
  let octets = 0;
  // Where one is too big, older ones go too: a history with holes would be misleading.
  const kept = newest.findIndex(({ size }, at) => {
    octets += size;
    return at >= bounds.runs || octets > bounds.octets;
  });
  return kept < 0 ? [] : newest.slice(kept).map(({ id }) => id);
}
