import { visibleOf } from '../core/octets/visible.ts';
import type { Finding } from '../core/rule/finding.ts';
import type { MessageValue } from '../core/rule/rule.ts';
import type { Span } from '../core/octets/span.ts';
import type { Chunk } from '../core/transcript/model.ts';
import { sourceLineOf, sourceSpanOf } from '../core/transcript/sourcePlace.ts';
import { excerptOf } from './excerpt/excerptOf.ts';
import { secretsIn } from './excerpt/secretsIn.ts';
import type { Secrets } from './excerpt/secretsIn.ts';
import type { FindingPlace, RelatedPlace, ReportedEdit, ReportedFinding } from './lintReport.ts';
import { byteOrderMarkIn, positionsIn } from './positionOf.ts';
import type { Position } from './positionOf.ts';

/** Where a chunk is in its file. */
export interface ChunkPlace {
  /** It begins where the file does. */
  readonly first: boolean;
  /** 1-based line of the file for a line of the chunk's source (0-based). */
  fileLine(line: number): number;
}

/**
 * What a report wants to know of a finding: its place; also the lines it stands on and those that
 * explain it; or all of that and what a safe fix would change.
 */
export type Detail = 'place' | 'lines' | 'all';

/** A finding with its place in the file; in its values, places are lines. */
export interface PlacedFinding extends Omit<ReportedFinding, 'message'> {
  readonly template: string;
  readonly values: Readonly<Record<string, MessageValue>>;
}

/** Other places of one finding that are reported. */
const MOST_RELATED = 10;

/** Gives the findings of a chunk their places in the file. */
export function placerOf(
  chunk: Chunk,
  place: ChunkPlace,
  detail: Detail,
): (finding: Finding) => PlacedFinding {
  const placer = new Placer(chunk, place);
  return finding => {
    const { rule, severity, at, fix, template } = finding;
    const source = sourceSpanOf(chunk, at);
    return {
      rule,
      severity,
      ...placer.placeOf(source),
      template,
      values: placer.valuesOf(finding),
      // What was decoded is not what stands in the file.
      ...(fix && chunk.origin === undefined && { fix: fix.safe ? 'safe' : 'unsafe' }),
      ...(detail !== 'place' && {
        excerpt: placer.excerptOf(source),
        related: placer.relatedOf(finding),
      }),
      ...(detail === 'all' && placer.fixOf(finding)),
    };
  };
}

class Placer {
  readonly #chunk: Chunk;
  readonly #place: ChunkPlace;
  readonly #positionOf: (at: number) => Position;
  /** Places beside the findings come in an order of their own. */
  readonly #besideOf: (at: number) => Position;
  readonly #skip: number;
  #secrets: Secrets | undefined;

  constructor(chunk: Chunk, place: ChunkPlace) {
    this.#chunk = chunk;
    this.#place = place;
    this.#positionOf = positionsIn(chunk, place);
    this.#besideOf = positionsIn(chunk, place);
    this.#skip = place.first ? byteOrderMarkIn(chunk.source) : 0;
  }

  placeOf(source: Span): FindingPlace {
    return this.#placed(this.#positionOf, source);
  }

  #placed(positionOf: (at: number) => Position, { start, end }: Span): FindingPlace {
    const from = positionOf(start);
    const to = positionOf(end);
    return {
      line: this.#place.fileLine(from.line),
      column: from.column,
      endLine: this.#place.fileLine(to.line),
      endColumn: to.column,
    };
  }

  /** A message may quote the transcript, and so a secret. */
  valuesOf({ values }: Finding): Readonly<Record<string, MessageValue>> {
    const entries = Object.entries(values).map(([name, value]): [string, MessageValue] => {
      if (typeof value === 'string') return [name, this.#secretsOf().cleaned(value)];
      return [name, typeof value === 'number' ? value : { line: this.#lineOf(value.line) }];
    });
    return Object.fromEntries(entries);
  }

  excerptOf(source: Span): ReportedFinding['excerpt'] {
    const { lineCounter } = this.#chunk;
    const from = {
      chunk: this.#chunk,
      secrets: this.#secretsOf(),
      skip: this.#skip,
      lineAt: (offset: number): number => this.#place.fileLine(lineCounter.lineAt(offset)),
    };
    return excerptOf(from, source);
  }

  relatedOf({ related }: Finding): readonly RelatedPlace[] {
    return related.slice(0, MOST_RELATED).map(({ at, message }) => ({
      ...this.#placed(this.#besideOf, sourceSpanOf(this.#chunk, at)),
      message: this.#secretsOf().cleaned(visibleOf(message)),
    }));
  }

  /** Only a safe fix is told in full, and none that would repeat a secret. */
  fixOf({ fix }: Finding): Pick<ReportedFinding, 'fixTitle' | 'edits'> {
    if (fix?.safe !== true || this.#chunk.origin !== undefined) return {};
    const secrets = this.#secretsOf();
    const tells = fix.edits.some(
      ({ at, text }) => text !== '' && secrets.within(at.start, at.end).length > 0,
    );
    if (tells) return {};
    const edits = fix.edits.map(({ at, text }): ReportedEdit => {
      return { ...this.#placed(this.#besideOf, at), text };
    });
    return { fixTitle: visibleOf(fix.title), edits };
  }

  #lineOf(offset: number): number {
    return this.#place.fileLine(sourceLineOf(this.#chunk, offset));
  }

  #secretsOf(): Secrets {
    this.#secrets ??= secretsIn(this.#chunk);
    return this.#secrets;
  }
}
