import type { Severity } from '../core/rule/rule.ts';
import type { LintedChunks } from './fileLinter.ts';
import type { Counts, FileFindings } from './lintReport.ts';
import type { Detail } from './placeFinding.ts';
import type { Style } from './style.ts';

/** How a report about findings is written. */
export interface LintFormat {
  readonly id: string;
  /** What it tells of each finding. */
  readonly detail: Detail;
  writer(setup: LintSetup): LintWriter;
}

/** What a report has to know before it begins. */
export interface LintSetup {
  /** Colours are wanted, or none. */
  readonly style: Style;
  /** Absolute: names in a report that goes elsewhere are relative to it. */
  readonly folder: string;
  /** Of this program. */
  readonly version: string;
  /** From here on a finding is a failure. */
  readonly failOn: Severity;
  /** How often each rule was found is wanted too. */
  readonly statistics: boolean;
}

/** Gives a report piece by piece. */
export interface LintWriter {
  /** Takes a file; gives what can be told already. */
  add(file: LintedFile): string;
  /** The rest. */
  end(totals: LintTotals): string;
}

/** What was found in a file. */
export interface LintedFile extends FileFindings, Pick<LintedChunks, 'counts' | 'byRule'> {}

/** What was found in all files. */
export interface LintTotals {
  readonly counts: Counts;
  /** How many were read. */
  readonly files: number;
  /** A message for each that could not be read. */
  readonly unread: readonly string[];
  /** How often each rule was found, most frequent first; empty where that is not wanted. */
  readonly statistics: readonly (readonly [rule: string, count: number])[];
}
