import type { Dialect } from '../core/dialect/dialect.ts';
import type { Scanner } from '../core/octets/scanner.ts';
import type { Finding } from '../core/rule/finding.ts';
import { lintChunk, rulesetOf } from '../core/rule/run.ts';
import type { LintOptions } from '../core/rule/run.ts';
import { fileSuppressionsOf } from '../core/rule/suppress.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import type { ReportedFinding } from './lintReport.ts';
import { placerOf } from './placeFinding.ts';

/** A finding, where it is in the file, and the chunk it belongs to. */
export interface PlacedFinding {
  readonly reported: ReportedFinding;
  readonly finding: Finding;
  /** Octets before its chunk. */
  readonly base: number;
}

/** A transcript and how to read it. */
export interface LintInput {
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
  readonly dialect: Dialect;
}

/** What the linter found in a transcript. */
export interface LintedFile {
  readonly findings: readonly PlacedFinding[];
  /** How many sessions it holds: no finding means little where there is none. */
  readonly sessions: number;
}

/** Lints a whole transcript, chunk by chunk, in the order of the text. */
export function lintFile(input: LintInput, options: LintOptions): LintedFile {
  const findings: PlacedFinding[] = [];
  let sessions = 0;
  let ruleset = rulesetOf(options);
  let firstLine = 1;
  let base = 0;
  for (const chunk of readTranscript(input.octets, input)) {
    if (base === 0) {
      const fileSuppressions = fileSuppressionsOf(chunk);
      if (fileSuppressions.size > 0) ruleset = rulesetOf({ ...options, fileSuppressions });
    }
    const line = firstLine;
    const place = placerOf(chunk, { first: base === 0, fileLine: own => line + own });
    for (const finding of lintChunk(chunk, ruleset)) {
      findings.push({ finding, base, reported: place(finding) });
    }
    sessions += chunk.sessions.length;
    firstLine += chunk.sourceLines.count - 1;
    base += chunk.source.length;
  }
  return { findings, sessions };
}
