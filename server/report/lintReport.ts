import type { Severity } from '../core/rule/rule.ts';

/** A finding in the shape of `lint --format json`; lines and columns 1-based, columns UTF-16. */
export interface ReportedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly fix?: 'safe' | 'unsafe';
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
