import type { Finding } from '../core/rule/finding.ts';
import { lintChunk, rulesetOf } from '../core/rule/run.ts';
import type { LintOptions } from '../core/rule/run.ts';
import { fileSuppressionsOf } from '../core/rule/suppress.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import type { LintInput } from './lintOctets.ts';

/** A finding and where the chunk begins that its spans point into. */
export interface ChunkFinding {
  readonly finding: Finding;
  /** Octets before its chunk. */
  readonly base: number;
}

/** All findings of a whole transcript, for whoever wants to fix them. */
export function findingsIn(input: LintInput, options: LintOptions): readonly ChunkFinding[] {
  const findings: ChunkFinding[] = [];
  let ruleset = rulesetOf(options);
  let base = 0;
  for (const chunk of readTranscript(input.octets, input)) {
    if (base === 0) {
      const fileSuppressions = fileSuppressionsOf(chunk);
      if (fileSuppressions.size > 0) ruleset = rulesetOf({ ...options, fileSuppressions });
    }
    for (const finding of lintChunk(chunk, ruleset)) findings.push({ finding, base });
    base += chunk.source.length;
  }
  return findings;
}
