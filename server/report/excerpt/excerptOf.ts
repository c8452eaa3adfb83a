import type { Span } from '../../core/octets/span.ts';
import type { Chunk } from '../../core/transcript/model.ts';
import { layOut, WIDTH } from './layOut.ts';
import { piecesIn } from './pieces.ts';
import type { Secrets } from './secretsIn.ts';

/** A line of the file as a report shows it, and the cells under which the carets go. */
export interface ExcerptRow {
  readonly line: number;
  /** Safe to show; long lines are cut with … */
  readonly text: string;
  readonly from: number;
  /** More than `from`. */
  readonly to: number;
}

/** Where the lines of an excerpt come from. */
export interface ExcerptSource {
  readonly chunk: Pick<Chunk, 'source' | 'scanner'>;
  readonly secrets: Pick<Secrets, 'within'>;
  /** Octets at the beginning that are not shown: a byte order mark. */
  readonly skip: number;
  /** The line that holds an offset of the source. */
  lineAt(offset: number): number;
}

const CR = 13;
const LF = 10;
/** Octets looked at before and after the place; a line may be of any length. */
const BEFORE = 400;
const AFTER = 800;

/** The first line of a stretch of the source and, where it ends on another one, the last. */
export function excerptOf(from: ExcerptSource, { start, end }: Span): ExcerptRow[] {
  const first = lineAround(from, start);
  const last = Math.max(start, end - 1);
  const row = rowOf(from, first, { start, end });
  if (first.cutAfter || last < first.next) return [row];
  const second = lineAround(from, last);
  return [row, rowOf(from, second, { start: second.start, end })];
}

/** A line, or what is looked at of it. */
interface LineStretch extends Span {
  /** Where the next line begins, if it does. */
  readonly next: number;
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

function rowOf(from: ExcerptSource, line: LineStretch, at: Span): ExcerptRow {
  const { source: octets, scanner } = from.chunk;
  // The end of the line is shown where the finding is about nothing else.
  const isAboutEnd = at.start >= line.end && at.end > line.end;
  const end = isAboutEnd ? Math.min(line.next, octets.length) : line.end;
  const stretch = { start: line.start, end };
  const hidden = from.secrets.within(stretch.start, stretch.end);
  const limits = { hidden, from: at.start, most: WIDTH };
  const pieces = piecesIn({ octets, scanner }, stretch, limits);
  return { line: from.lineAt(at.start), ...layOut(pieces, at, line) };
}

function lineAround({ chunk, skip }: ExcerptSource, offset: number): LineStretch {
  const { source, scanner } = chunk;
  const floor = Math.max(skip, offset - BEFORE);
  const ceiling = Math.min(source.length, offset + AFTER);
  const start = lineStart(chunk, floor, Math.max(floor, offset));
  const cutBefore = start === floor && floor > skip && !endsLine(source, floor - 1);
  const feed = scanner.indexOf(source, LF, offset, ceiling);
  const lone = scanner.indexOf(source, CR, offset, feed < 0 ? ceiling : feed);
  const ending = lone < 0 ? feed : lone;
  const end = ending < 0 ? ceiling : ending;
  const next = end + (source[end] === CR && source[end + 1] === LF ? 2 : 1);
  // Between the CR and the LF of one line end.
  const within = ending === offset && source[offset] === LF && source[offset - 1] === CR;
  return {
    start: cutBefore ? characterStart(source, start, offset) : start,
    end: within ? Math.max(start, end - 1) : end,
    next: ending < 0 ? Infinity : Math.min(next, source.length),
    cutBefore,
    cutAfter: ending < 0 && ceiling < source.length,
  };
}

function lineStart(chunk: Pick<Chunk, 'source' | 'scanner'>, from: number, to: number): number {
  const { source, scanner } = chunk;
  const feed = scanner.lastIndexOf(source, LF, from, to);
  const after = feed < 0 ? from : feed + 1;
  let lone = scanner.lastIndexOf(source, CR, after, to);
  if (lone >= 0 && source[lone + 1] === LF) lone = scanner.lastIndexOf(source, CR, after, lone);
  return lone < 0 ? after : lone + 1;
}

function endsLine(source: Uint8Array, at: number): boolean {
  return source[at] === LF || (source[at] === CR && source[at + 1] !== LF);
}

/** Not in the middle of a character, as far as it is one. */
function characterStart(source: Uint8Array, from: number, to: number): number {
  for (let at = from; at < Math.min(from + 3, to); at++) {
    if (((source[at] ?? 0) & 0xc0) !== 0x80) return at;
  }
  return from;
}
