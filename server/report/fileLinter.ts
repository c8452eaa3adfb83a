import { messageOf } from '../core/rule/finding.ts';
import type { Finding } from '../core/rule/finding.ts';
import { FileChecker } from '../core/rule/fileChecker.ts';
import type { LintOptions } from '../core/rule/run.ts';
import type { Severity } from '../core/rule/rule.ts';
import type { Chunk } from '../core/transcript/model.ts';
import { addedCounts, MOST_FINDINGS } from './lintReport.ts';
import type { Counts, FindingPlace, ReportedFinding } from './lintReport.ts';
import { placerOf } from './placeFinding.ts';
import type { ChunkPlace, Detail, PlacedFinding } from './placeFinding.ts';
import { bySeverity } from './severityOrder.ts';

/** What the linter found in a file. */
export interface LintedChunks {
  /** At most `MOST_FINDINGS`, the most severe, in the order of the file. */
  readonly findings: readonly ReportedFinding[];
  /** Of all findings. */
  readonly counts: Counts;
  /** How often each rule was found. */
  readonly byRule: ReadonlyMap<string, number>;
  /** How many sessions it holds: no finding means little where there is none. */
  readonly sessions: number;
}

/** What was found in a stretch of a file, as plain data. */
export interface LintedStretch extends Omit<LintedChunks, 'findings'> {
  readonly kept: readonly PlacedFinding[];
}

/** What is wanted of a file beside its findings' places. */
export interface LintWants {
  /** What is told of each finding; only the place where it is not given. */
  readonly detail?: Detail;
  /** Findings to keep: `MOST_FINDINGS` where it is not given. */
  readonly most?: number;
}

/** Lints a file chunk by chunk; keeps no more than a bounded number of findings. */
export class FileLinter {
  readonly #checker: FileChecker;
  readonly #most: number;
  readonly #detail: Detail;
  readonly #counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  readonly #byRule = new Map<string, number>();
  #kept: PlacedFinding[] = [];
  #sessions = 0;

  constructor(options: LintOptions, { detail = 'place', most = MOST_FINDINGS }: LintWants = {}) {
    this.#checker = new FileChecker(options);
    this.#detail = detail;
    this.#most = most;
  }

  /** Takes the next chunk. */
  add(chunk: Chunk, place: ChunkPlace): void {
    this.#sessions += chunk.sessions.length;
    const findings = this.#checker.check(chunk, place);
    if (findings.length > 0) this.#take(findings, placerOf(chunk, place, this.#detail));
  }

  #take(findings: readonly Finding[], placed: (finding: Finding) => PlacedFinding): void {
    for (const finding of findings) {
      this.#counts[finding.severity]++;
      this.#byRule.set(finding.rule, (this.#byRule.get(finding.rule) ?? 0) + 1);
      if (this.#matters(finding.severity)) this.#kept.push(placed(finding));
    }
    if (this.#kept.length > 2 * this.#most) this.#kept = mostSevere(this.#kept, this.#most);
  }

  /** What was found, once all chunks were added; lines as the places of the chunks gave them. */
  stretch(): LintedStretch {
    const late = this.#checker.late();
    if (late) this.#take(late.findings, placerOf(late.head, FILE_START, this.#detail));
    return {
      kept: mostSevere(this.#kept, this.#most),
      counts: this.#counts,
      byRule: this.#byRule,
      sessions: this.#sessions,
    };
  }

  /** There is room for it, or it is more severe than something that is kept. */
  #matters(severity: Severity): boolean {
    const { error, warning, information, hint } = this.#counts;
    // Counted are those of its own severity, itself too, and all more severe ones.
    if (severity === 'error') return error <= this.#most;
    if (severity === 'warning') return error + warning <= this.#most;
    if (severity === 'information') return error + warning + information <= this.#most;
    return error + warning + information + hint <= this.#most;
  }
}

/** The head of a file begins with its first line. */
const FILE_START: ChunkPlace = { first: true, fileLine: line => line + 1 };

/**
 * The findings of a file that was linted in stretches, one after the other; `lines` is how many
 * lines stand before each of them that its places do not count.
 */
export function lintedFile(
  stretches: readonly { readonly linted: LintedStretch; readonly lines: number }[],
  most = MOST_FINDINGS,
): LintedChunks {
  const all = stretches.flatMap(({ linted, lines }) =>
    linted.kept.map(finding => ({ finding, lines, severity: finding.severity })),
  );
  const kept = mostSevere(all, most).map(({ finding, lines }) => reported(finding, lines));
  const byRule = new Map<string, number>();
  for (const { linted } of stretches) {
    for (const [rule, n] of linted.byRule) byRule.set(rule, (byRule.get(rule) ?? 0) + n);
  }
  return {
    findings: kept.sort((a, b) => a.line - b.line),
    counts: stretches.map(({ linted }) => linted.counts).reduce(addedCounts),
    byRule,
    sessions: stretches.reduce((sum, { linted }) => sum + linted.sessions, 0),
  };
}

function reported(placed: PlacedFinding, lines: number): ReportedFinding {
  const { template, values, excerpt, related, edits, ...rest } = placed;
  const moved = <T extends FindingPlace>(place: T): T => {
    return { ...place, line: place.line + lines, endLine: place.endLine + lines };
  };
  return {
    ...moved(rest),
    message: messageOf({ template, values }, line => line + lines),
    ...(excerpt && { excerpt: excerpt.map(row => ({ ...row, line: row.line + lines })) }),
    ...(related && { related: related.map(moved) }),
    ...(edits && { edits: edits.map(moved) }),
  };
}

/** In the order they have. */
function mostSevere<T extends { readonly severity: Severity }>(
  all: readonly T[],
  most: number,
): T[] {
  if (all.length <= most) return [...all];
  const chosen = new Set(bySeverity(all).slice(0, most));
  return all.filter(finding => chosen.has(finding));
}
