import type { Severity } from '../core/rule/rule.ts';
import type { ExcerptRow } from './excerpt/excerptOf.ts';

/** A stretch of a file; lines and columns 1-based, columns UTF-16, the end exclusive. */
export interface FindingPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Another place that explains a finding. */
export interface RelatedPlace extends FindingPlace {
  readonly message: string;
}

/** Replaces a stretch of the file. */
export interface ReportedEdit extends FindingPlace {
  readonly text: string;
}

/** A finding as a report tells it. What only some reports want is there where it was asked for. */
export interface ReportedFinding extends FindingPlace {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: 'safe' | 'unsafe';
  /** The lines it stands on, without credentials. */
  readonly excerpt?: readonly ExcerptRow[] | undefined;
  readonly related?: readonly RelatedPlace[];
  /** What a safe fix does, in the imperative, and how. */
  readonly fixTitle?: string;
  readonly edits?: readonly ReportedEdit[];
}

/** The findings of one file, at most `MOST_FINDINGS`, in the order of the text. */
export interface FileFindings {
  readonly file: string;
  readonly dialect: string;
  readonly findings: readonly ReportedFinding[];
  /** How many more there are. */
  readonly omitted?: number;
}

/** How many findings there are of each severity. */
export type Counts = Readonly<Record<Severity, number>>;

/** More findings than this are left out, the least severe first. */
export const MOST_FINDINGS = 10_000;

/** How many findings there are of each severity. */
export function countsOf(findings: readonly { readonly severity: Severity }[]): Counts {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** The sum of both. */
export function addedCounts(one: Counts, other: Counts): Counts {
  return {
    error: one.error + other.error,
    warning: one.warning + other.warning,
    information: one.information + other.information,
    hint: one.hint + other.hint,
  };
}

/** How many findings that are. */
export function totalOf({ error, warning, information, hint }: Counts): number {
  return error + warning + information + hint;
}
