import { FileChecker } from '../core/rule/fileChecker.ts';
import type { Finding } from '../core/rule/finding.ts';
import type { LintOptions } from '../core/rule/run.ts';
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
  const checker = new FileChecker(options);
  let base = 0;
  for (const chunk of readTranscript(input.octets, input)) {
    const found = checker.check(chunk, { first: base === 0 });
    for (const finding of found) findings.push({ finding, base });
    base += chunk.source.length;
  }
  for (const finding of checker.late()?.findings ?? []) findings.push({ finding, base: 0 });
  return findings;
}
