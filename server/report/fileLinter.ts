import { lintChunk, rulesetOf } from '../core/rule/run.ts';
import type { LintOptions } from '../core/rule/run.ts';
import type { Severity } from '../core/rule/rule.ts';
import { fileSuppressionsOf } from '../core/rule/suppress.ts';
import type { Chunk } from '../core/transcript/model.ts';
import { MOST_FINDINGS } from './lintReport.ts';
import type { Counts, ReportedFinding } from './lintReport.ts';
import { placerOf } from './placeFinding.ts';
import type { ChunkPlace } from './placeFinding.ts';
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

/** Lints a file chunk by chunk; keeps no more than a bounded number of findings. */
export class FileLinter {
  readonly #options: LintOptions;
  readonly #most: number;
  readonly #counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  readonly #byRule = new Map<string, number>();
  #ruleset;
  #kept: ReportedFinding[] = [];
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
    if (findings.length === 0) return;
    const placed = placerOf(chunk, place);
    for (const finding of findings) {
      this.#counts[finding.severity]++;
      this.#byRule.set(finding.rule, (this.#byRule.get(finding.rule) ?? 0) + 1);
      if (this.#matters(finding.severity)) this.#kept.push(placed(finding));
    }
    if (this.#kept.length > 2 * this.#most) this.#prune();
  }

  result(): LintedChunks {
    this.#prune();
    return {
      findings: this.#kept.sort((a, b) => a.line - b.line),
      counts: this.#counts,
      byRule: this.#byRule,
      sessions: this.#sessions,
    };
  }

  /** There is room for it, or it is more severe than something that is kept. */
  #matters(severity: Severity): boolean {
    const { error, warning, information, hint } = this.#counts;
    const own = this.#counts[severity];
    // With itself counted; those of its own severity and above it came first.
    if (severity === 'error') return own <= this.#most;
    if (severity === 'warning') return error + warning <= this.#most;
    if (severity === 'information') return error + warning + information <= this.#most;
    return error + warning + information + hint <= this.#most;
  }

  #prune(): void {
    if (this.#kept.length <= this.#most) return;
    const chosen = new Set(bySeverity(this.#kept).slice(0, this.#most));
    this.#kept = this.#kept.filter(finding => chosen.has(finding));
  }
}
