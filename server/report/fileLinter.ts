import { messageOf } from '../core/rule/finding.ts';
import type { Finding } from '../core/rule/finding.ts';
import { lintChunk, rulesetOf } from '../core/rule/run.ts';
import type { LintOptions } from '../core/rule/run.ts';
import type { Severity } from '../core/rule/rule.ts';
import { fileSuppressionsOf } from '../core/rule/suppress.ts';
import type { Chunk } from '../core/transcript/model.ts';
import { addedCounts, MOST_FINDINGS } from './lintReport.ts';
import type { Counts, ReportedFinding } from './lintReport.ts';
import { placerOf } from './placeFinding.ts';
import type { ChunkPlace, PlacedFinding } from './placeFinding.ts';
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

/** Lints a file chunk by chunk; keeps no more than a bounded number of findings. */
export class FileLinter {
  readonly #options: LintOptions;
  readonly #most: number;
  readonly #counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  readonly #byRule = new Map<string, number>();
  #ruleset;
  #kept: PlacedFinding[] = [];
  #sessions = 0;

  constructor(options: LintOptions, most = MOST_FINDINGS) {
    this.#options = options;
    this.#most = most;
    this.#ruleset = rulesetOf(options);
  }

  /** Takes the next chunk. */
  add(chunk: Chunk, place: ChunkPlace): void {
    if (place.first) {
      const fileSuppressions = fileSuppressionsOf(chunk);
      if (fileSuppressions.size > 0) {
        this.#ruleset = rulesetOf({ ...this.#options, fileSuppressions });
      }
    }
    this.#sessions += chunk.sessions.length;
    const findings = lintChunk(chunk, this.#ruleset);
    if (findings.length > 0) this.#take(findings, placerOf(chunk, place));
  }

  #take(findings: readonly Finding[], placed: (finding: Finding) => PlacedFinding): void {
    for (const finding of findings) {
      this.#counts[finding.severity]++;
      this.#byRule.set(finding.rule, (this.#byRule.get(finding.rule) ?? 0) + 1);
      if (this.#matters(finding.severity)) this.#kept.push(placed(finding));
    }
    if (this.#kept.length > 2 * this.#most) this.#kept = mostSevere(this.#kept, this.#most);
  }

  /** What was found so far, with lines as the places of the chunks gave them. */
  stretch(): LintedStretch {
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
  const { template, values, fix, ...rest } = placed;
  return {
    ...rest,
    line: placed.line + lines,
    endLine: placed.endLine + lines,
    message: messageOf({ template, values }, line => line + lines),
    ...(fix && { fix }),
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
