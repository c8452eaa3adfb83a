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

/** Lints a whole transcript, chunk by chunk, in the order of the text. */
export function lintFile(input: LintInput, options: LintOptions): PlacedFinding[] {
  const placed: PlacedFinding[] = [];
  let ruleset = rulesetOf(options);
  let firstLine = 1;
  let base = 0;
  for (const chunk of readTranscript(input.octets, input)) {
    if (base === 0) {
      const fileSuppressions = fileSuppressionsOf(chunk);
      if (fileSuppressions.size > 0) ruleset = rulesetOf({ ...options, fileSuppressions });
    }
    for (const finding of lintChunk(chunk, ruleset)) {
      placed.push({ finding, base, reported: place(chunk, finding, firstLine) });
    }
    firstLine += chunk.lines.count - 1;
    base += chunk.octets.length;
  }
  return placed;
}

function place(chunk: Chunk, finding: Finding, firstLine: number): ReportedFinding {
  const start = positionOf(chunk, finding.at.start);
  const end = positionOf(chunk, finding.at.end);
  const fix = finding.fix === undefined ? {} : { fix: finding.fix.safe ? 'safe' : 'unsafe' } as const;
  return {
    rule: finding.rule,
    severity: finding.severity,
    line: firstLine + start.line,
    column: start.column,
    endLine: firstLine + end.line,
    endColumn: end.column,
    message: messageOf(finding, offset => firstLine + lineAt(chunk.lines, offset)),
    ...fix,
  };
}

/** 0-based line within the chunk, 1-based UTF-16 column. */
function positionOf(chunk: Chunk, offset: number): { line: number; column: number } {
  const line = lineAt(chunk.lines, offset);
  const from = chunk.lines.starts[line] ?? 0;
  return { line, column: chunk.scanner.utf8(chunk.octets, from, offset).length + 1 };
}
