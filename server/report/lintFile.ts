import type { Dialect } from '../core/dialect/dialect.ts';
import { lineAt } from '../core/octets/lineIndex.ts';
import type { Scanner } from '../core/octets/scanner.ts';
import { messageOf } from '../core/rule/finding.ts';
import type { Finding } from '../core/rule/finding.ts';
import { lintChunk, rulesetOf } from '../core/rule/run.ts';
import type { LintOptions } from '../core/rule/run.ts';
import { fileSuppressionsOf } from '../core/rule/suppress.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import type { Chunk } from '../core/transcript/model.ts';
import type { ReportedFinding } from './lintReport.ts';
import { positionsIn } from './positionOf.ts';
import type { Position } from './positionOf.ts';

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
    const place = placerOf(chunk, {
      firstLine,
      positionOf: positionsIn(chunk, { first: base === 0 }),
    });
    for (const finding of lintChunk(chunk, ruleset)) {
      findings.push({ finding, base, reported: place(finding) });
    }
    sessions += chunk.sessions.length;
    firstLine += chunk.lines.count - 1;
    base += chunk.octets.length;
  }
  return { findings, sessions };
}

function placerOf(
  chunk: Chunk,
  where: { readonly firstLine: number; readonly positionOf: (at: number) => Position },
): (finding: Finding) => ReportedFinding {
  const { firstLine, positionOf } = where;
  return finding => {
    const { rule, severity, at, fix } = finding;
    const start = positionOf(at.start);
    const end = positionOf(at.end);
    return {
      rule,
      severity,
      line: firstLine + start.line,
      column: start.column,
      endLine: firstLine + end.line,
      endColumn: end.column,
      message: messageOf(finding, offset => firstLine + lineAt(chunk.lines, offset)),
      ...(fix && { fix: fix.safe ? 'safe' : 'unsafe' }),
    };
  };
}
