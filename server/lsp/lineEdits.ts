import type { LineEdit } from '../protocol/lsp.ts';

/** Lines that may be added and removed together before the search gives up. */
const MOST_CHANGES = 600;

/**
 * The edits that make one text the other, line by line: as few as possible, ascending, apart from
 * each other. Lines end as in an editor (CRLF, LF or CR). Texts that have little in common become
 * one edit.
 */
export function lineEdits(before: string, after: string): readonly LineEdit[] {
  const old = linesOf(before);
  const made = linesOf(after);
  let start = 0;
  while (start < old.length && start < made.length && old[start] === made[start]) start += 1;
  let oldEnd = old.length;
  let madeEnd = made.length;
  while (oldEnd > start && madeEnd > start && old[oldEnd - 1] === made[madeEnd - 1]) {
    oldEnd -= 1;
    madeEnd -= 1;
  }
  if (start === oldEnd && start === madeEnd) return [];
  const middle = { old: old.slice(start, oldEnd), made: made.slice(start, madeEnd) };
  return editsBetween(middle).map(({ from, to, lines }) => ({
    startLine: start + from,
    endLine: start + to,
    text: lines.join(''),
  }));
}

interface Sides {
  readonly old: readonly string[];
  readonly made: readonly string[];
}

interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** Every line with its end; the last one without where the text ends without. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+/g) ?? [];
}

/** Where the lines that both have leave gaps, something was replaced. */
function editsBetween(sides: Sides): readonly Hunk[] {
  const { old, made } = sides;
  const common = commonLines(sides);
  if (common === undefined) return [{ from: 0, to: old.length, lines: made }];
  const hunks: Hunk[] = [];
  let from = 0;
  let madeFrom = 0;
  for (const [oldAt, madeAt] of [...common, [old.length, made.length] as const]) {
    if (oldAt > from || madeAt > madeFrom) {
      hunks.push({ from, to: oldAt, lines: made.slice(madeFrom, madeAt) });
    }
    from = oldAt + 1;
    madeFrom = madeAt + 1;
  }
  return hunks;
}

type Pair = readonly [oldAt: number, madeAt: number];

/** How far in `old` a number of changes leads, by diagonal: place in `old` less that in `made`. */
type Frontier = ReadonlyMap<number, number>;

const BEGIN: Frontier = new Map([[1, 0]]);

/**
 * The longest run of lines that both have in this order: the greedy search of Myers, one frontier
 * for each number of changes. Undefined where there are too many.
 */
function commonLines(sides: Sides): readonly Pair[] | undefined {
  const { old, made } = sides;
  const frontiers: Frontier[] = [BEGIN];
  for (let changes = 0; changes <= MOST_CHANGES; changes++) {
    const last = frontiers.at(-1) ?? BEGIN;
    const next = new Map<number, number>();
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const { start } = arrival(last, diagonal, changes);
      const reached = alongDiagonal(sides, diagonal, start);
      next.set(diagonal, reached);
      if (reached >= old.length && reached - diagonal >= made.length) {
        return pathBack(sides, frontiers);
      }
    }
    frontiers.push(next);
  }
  return undefined;
}

/**
 * Where a diagonal is entered: the farther of one line of `made` more, or one of `old` more, than on
 * the diagonals beside it.
 */
function arrival(
  last: Frontier,
  diagonal: number,
  changes: number,
): { readonly start: number; readonly added: boolean } {
  const removed = last.get(diagonal - 1) ?? -1;
  const above = last.get(diagonal + 1) ?? -1;
  const added = diagonal === -changes || (diagonal !== changes && removed < above);
  return { start: added ? above : removed + 1, added };
}

function alongDiagonal({ old, made }: Sides, diagonal: number, start: number): number {
  let at = start;
  while (at < old.length && at - diagonal < made.length && old[at] === made[at - diagonal]) at += 1;
  return at;
}

function pathBack({ old, made }: Sides, frontiers: readonly Frontier[]): readonly Pair[] {
  const pairs: Pair[] = [];
  let oldAt = old.length;
  let madeAt = made.length;
  for (let changes = frontiers.length - 1; changes >= 0; changes--) {
    const { start, added } = arrival(frontiers[changes] ?? BEGIN, oldAt - madeAt, changes);
    while (oldAt > start) {
      oldAt -= 1;
      madeAt -= 1;
      pairs.push([oldAt, madeAt]);
    }
    if (added) madeAt -= 1;
    else oldAt -= 1;
  }
  return pairs.reverse();
}
