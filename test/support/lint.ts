import { probeDialect } from '../../server/core/dialect/probe.ts';
import { lineAt } from '../../server/core/octets/lineIndex.ts';
import { messageOf } from '../../server/core/rule/finding.ts';
import type { Finding } from '../../server/core/rule/finding.ts';
import { DEFAULT_LINT, lintChunk, rulesetOf } from '../../server/core/rule/run.ts';
import type { LintOptions } from '../../server/core/rule/run.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { parseMarked } from './markers.ts';

/** A finding with its place in the text, 0-based, columns in octets. */
export interface Placed {
  readonly rule: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly finding: Finding;
}

/** All findings of a text; spans are moved to the whole text. */
export function lintText(text: string | Uint8Array, options: LintOptions = DEFAULT_LINT): Placed[] {
  const octets = typeof text === 'string' ? Buffer.from(text) : text;
  const { dialect } = probeDialect(octets, bufferScanner);
  const ruleset = rulesetOf(options);
  const placed: Placed[] = [];
  let base = 0;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    for (const finding of lintChunk(chunk, ruleset)) {
      const line = lineAt(chunk.lines, finding.at.start);
      const from = chunk.lines.starts[line] ?? 0;
      placed.push({
        rule: finding.rule,
        line: base + line,
        start: finding.at.start - from,
        end: finding.at.end - from,
        message: messageOf(finding, offset => base + lineAt(chunk.lines, offset) + 1),
        finding,
      });
    }
    base += chunk.lines.count - 1;
  }
  return placed;
}

/** What a fixture's markers and the findings do not have in common; empty when they agree. */
export function disagreements(fixture: string, options: LintOptions = DEFAULT_LINT): string[] {
  const { text, expected } = parseMarked(fixture);
  const found = lintText(text, options);
  const left = [...found];
  const problems: string[] = [];
  for (const want of expected) {
    const at = left.findIndex(
      got =>
        got.rule === want.rule &&
        got.line === want.line &&
        (want.columns === undefined ||
          (got.start === want.columns.start && got.end === want.columns.end)),
    );
    if (at >= 0) left.splice(at, 1);
    else
      problems.push(`missing: ${want.rule} on line ${String(want.line + 1)} ${at2(want.columns)}`);
  }
  for (const got of left) {
    problems.push(
      `unmarked: ${got.rule} on line ${String(got.line + 1)} ${at2(got)}: ${got.message}`,
    );
  }
  return problems;
}

function at2(columns: { readonly start: number; readonly end: number } | undefined): string {
  return columns ? `[${String(columns.start)}, ${String(columns.end)})` : '';
}
