import type { Finding } from '../core/rule/finding.ts';
import type { MessageValue } from '../core/rule/rule.ts';
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

/** A finding with its place in the file; in its values, places are lines. */
export interface PlacedFinding extends Omit<ReportedFinding, 'message'> {
  readonly template: string;
  readonly values: Readonly<Record<string, MessageValue>>;
}

/** Gives the findings of a chunk their places in the file. */
export function placerOf(chunk: Chunk, place: ChunkPlace): (finding: Finding) => PlacedFinding {
  const positionOf = positionsIn(chunk, place);
  return finding => {
    const { rule, severity, at, fix, template, values } = finding;
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
      template,
      values: inLines(values, offset => place.fileLine(sourceLineOf(chunk, offset))),
      // What was decoded is not what stands in the file.
      ...(fix && chunk.origin === undefined && { fix: fix.safe ? 'safe' : 'unsafe' }),
    };
  };
}

function inLines(
  values: Finding['values'],
  lineOf: (offset: number) => number,
): Readonly<Record<string, MessageValue>> {
  const entries = Object.entries(values);
  if (!entries.some(([, value]) => typeof value === 'object')) return values;
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      typeof value === 'object' ? { line: lineOf(value.line) } : value,
    ]),
  );
}
