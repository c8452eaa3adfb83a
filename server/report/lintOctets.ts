import type { Dialect } from '../core/dialect/dialect.ts';
import type { Scanner } from '../core/octets/scanner.ts';
import type { LintOptions } from '../core/rule/run.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { FileLinter, lintedFile } from './fileLinter.ts';
import type { LintedChunks, LintWants } from './fileLinter.ts';

/** A transcript and how to read it. */
export interface LintInput {
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
  readonly dialect: Dialect;
}

/** Lints a transcript that is in memory as a whole. */
export function lintOctets(
  input: LintInput,
  options: LintOptions,
  wants: LintWants = {},
): LintedChunks {
  const linter = new FileLinter(options, wants);
  let firstLine = 1;
  for (const chunk of readTranscript(input.octets, input)) {
    const line = firstLine;
    linter.add(chunk, { first: line === 1, fileLine: own => line + own });
    firstLine += chunk.sourceLines.count - 1;
  }
  return lintedFile([{ linted: linter.stretch(), lines: 0 }]);
}
