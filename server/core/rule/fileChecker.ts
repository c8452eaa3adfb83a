import { LineCounter } from '../octets/lineEnds.ts';
import { lineIndexOf } from '../octets/lineIndex.ts';
import type { Chunk } from '../transcript/model.ts';
import type { Finding } from './finding.ts';
import { checkChunk, rulesetOf } from './run.ts';
import type { LintOptions, Ruleset } from './run.ts';
import { fileSuppressionsIn, fileSuppressionsOf, UNUSED } from './suppress.ts';
import type { Suppression } from './suppress.ts';
import { unusedFinding, unusedForFile } from './suppressionRemarks.ts';

/** Findings that could be made only when all of a file was seen. */
export interface LateFindings {
  /** The beginning of the file's first chunk, where they are; it holds for as long as it is kept. */
  readonly head: Chunk;
  readonly findings: readonly Finding[];
}

/** Checks the chunks of a file in order: what its first one says for the whole file holds for all. */
export class FileChecker {
  readonly #options: LintOptions;
  readonly #used = new Set<string>();
  #ruleset: Ruleset;
  #head: Chunk | undefined;
  #suppressions: readonly Suppression[] = [];

  constructor(options: LintOptions) {
    this.#options = options;
    this.#ruleset = rulesetOf(options);
  }

  /** The findings of the next chunk; `first` where it begins where the file does. */
  check(chunk: Chunk, { first }: { readonly first: boolean }): readonly Finding[] {
    if (first) this.#begin(chunk);
    const { findings, used } = checkChunk(chunk, this.#ruleset, first ? 'first' : 'later');
    for (const name of used) this.#used.add(name);
    return findings;
  }

  /** What the comments for the whole file did not do, once all of it was seen. */
  late(): LateFindings | undefined {
    const head = this.#head;
    if (head === undefined) return undefined;
    const findings = unusedInFile(head, this.#ruleset, {
      suppressions: this.#suppressions,
      used: this.#used,
    });
    return findings.length === 0 ? undefined : { head, findings };
  }

  #begin(chunk: Chunk): void {
    const file = fileSuppressionsOf(chunk);
    if (file === undefined) return;
    this.#ruleset = rulesetOf(this.#options, file);
    this.#suppressions = fileSuppressionsIn(chunk);
    this.#head = headOf(chunk, this.#suppressions);
  }
}

/** The comments for the whole file, and the names in them that kept something quiet anywhere. */
export interface FileUse {
  readonly suppressions: readonly Suppression[];
  readonly used: ReadonlySet<string>;
}

/** The findings about comments for the whole file; their spans lie in its first chunk. */
export function unusedInFile(
  first: Chunk,
  { levels, options, file }: Ruleset,
  { suppressions, used }: FileUse,
): readonly Finding[] {
  const level = levels.get(UNUSED);
  if (level === undefined || file === undefined || file.names.has(UNUSED)) return [];
  return unusedForFile(suppressions, used, { levels, options }).map(unused =>
    unusedFinding(first, unused, level),
  );
}

/** The chunk as far as these comments go, in octets of its own: a window moves on. */
function headOf(chunk: Chunk, suppressions: readonly Suppression[]): Chunk {
  if (chunk.origin !== undefined) return chunk;
  const end = suppressions.reduce((last, { directive }) => Math.max(last, directive.line.end), 0);
  // A line end that follows is part of what a fix takes out.
  const octets = chunk.octets.slice(0, end + 2);
  const { scanner, dialect, abuts } = chunk;
  const lines = lineIndexOf(octets);
  return {
    ...{ scanner, dialect, abuts, octets, lines, origin: undefined, sessions: [], loose: [] },
    ...{ source: octets, sourceLines: lines, lineCounter: new LineCounter(octets, scanner) },
  };
}
