import { messageOf } from '../core/rule/finding.ts';
import type { Finding } from '../core/rule/finding.ts';
import type { Chunk } from '../core/transcript/model.ts';
import { sourceLineOf, sourceSpanOf } from '../core/transcript/sourcePlace.ts';
import type { ReportedFinding } from './lintReport.ts';
import { positionsIn } from './positionOf.ts';

/** Where a chunk is in its file. */
export interface ChunkPlace {
  /** It begins where the file does. */
  readonly first: boolean;
  /** 1-based line of the file for a line of the chunk's source (0-based). */
  fileLine(line: number): number;
}

/** Gives the findings of a chunk their places in the file. */
export function placerOf(chunk: Chunk, place: ChunkPlace): (finding: Finding) => ReportedFinding {
  const positionOf = positionsIn(chunk, place);
  return finding => {
    const { rule, severity, at, fix } = finding;
    const source = sourceSpanOf(chunk, at);
    const start = positionOf(source.start);
    const end = positionOf(source.end);
    return {
      rule,
      severity,
      line: place.fileLine(start.line),
      column: start.column,
      endLine: place.fileLine(end.line),
      endColumn: end.column,
      message: messageOf(finding, offset => place.fileLine(sourceLineOf(chunk, offset))),
      // What was decoded is not what stands in the file.
      ...(fix && chunk.origin === undefined && { fix: fix.safe ? 'safe' : 'unsafe' }),
    };
  };
}
