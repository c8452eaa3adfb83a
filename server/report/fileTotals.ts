import type { LintedChunks } from './fileLinter.ts';
import type { LintedFile, LintTotals } from './lintFormat.ts';
import { addedCounts, countsOf, totalOf } from './lintReport.ts';

/** What a report says about a file of which this was found. */
export function lintedFileOf(
  { file, dialect }: { readonly file: string; readonly dialect: string },
  { findings, counts, byRule }: LintedChunks,
): LintedFile {
  const omitted = totalOf(counts) - findings.length;
  return { file, dialect, findings, counts, byRule, ...(omitted > 0 && { omitted }) };
}

/** Adds up what was found in files. */
export class FileTotals {
  readonly #byRule = new Map<string, number>();
  #counts = countsOf([]);
  #files = 0;

  add({ counts, byRule }: Pick<LintedFile, 'counts' | 'byRule'>): void {
    this.#files++;
    this.#counts = addedCounts(this.#counts, counts);
    for (const [rule, n] of byRule) this.#byRule.set(rule, (this.#byRule.get(rule) ?? 0) + n);
  }

  /** The sums; `unread` files are not among those that were added. */
  totals(more: { readonly unread: readonly string[]; readonly statistics: boolean }): LintTotals {
    return {
      counts: this.#counts,
      files: this.#files,
      unread: more.unread,
      statistics: more.statistics ? frequentFirst(this.#byRule) : [],
    };
  }
}

/** Rules and how often each was found, most frequent first, else by name. */
export function frequentFirst(byRule: ReadonlyMap<string, number>): [string, number][] {
  return [...byRule].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
