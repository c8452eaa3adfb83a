/** Two things that stand for each other, or one that has no counterpart. */
export interface Aligned<T> {
  readonly first: T | null;
  readonly second: T | null;
}

/** How alike two things are: 0 never stand for each other, more is better. */
export type Likeness<T> = (one: T, other: T) => number;

/** So many pairs are weighed against each other; longer lists are walked side by side. */
const MOST_PAIRS = 4_000_000;

/** How far a counterpart is looked for there. */
const AHEAD = 50;

/** Pairs up two lists in order, so that what stands for each other is as much alike as can be. */
export function align<T>(
  first: readonly T[],
  second: readonly T[],
  likeness: Likeness<T>,
): readonly Aligned<T>[] {
  const best = likenessOfSame(first, second, likeness);
  const head = commonHead(first, second, { likeness, best });
  const a = first.slice(head);
  const b = second.slice(head);
  const same = first.slice(0, head).map((one, at) => pair(one, second[at] ?? null));
  const rest =
    a.length * b.length <= MOST_PAIRS ? weighed(a, b, likeness) : sideBySide(a, b, likeness);
  return [...same, ...rest];
}

function pair<T>(first: T | null, second: T | null): Aligned<T> {
  return { first, second };
}

/** What likeness gives a thing and itself. */
function likenessOfSame<T>(
  first: readonly T[],
  second: readonly T[],
  likeness: Likeness<T>,
): number {
  const [any] = first.length > 0 ? first : second;
  return any === undefined ? 0 : likeness(any, any);
}

function commonHead<T>(
  first: readonly T[],
  second: readonly T[],
  { likeness, best }: { readonly likeness: Likeness<T>; readonly best: number },
): number {
  let head = 0;
  for (; head < first.length && head < second.length; head++) {
    const [one, other] = [first[head], second[head]];
    if (one === undefined || other === undefined || likeness(one, other) < best) break;
  }
  return head;
}

/** The alignment with the greatest likeness in all (Needleman and Wunsch). */
function weighed<T>(
  first: readonly T[],
  second: readonly T[],
  likeness: Likeness<T>,
): readonly Aligned<T>[] {
  const width = second.length + 1;
  // From the end, so that it can be read from the beginning.
  const sums = new Uint32Array((first.length + 1) * width);
  for (let i = first.length - 1; i >= 0; i--) {
    for (let j = second.length - 1; j >= 0; j--) {
      const skipped = Math.max(sums[(i + 1) * width + j] ?? 0, sums[i * width + j + 1] ?? 0);
      sums[i * width + j] = Math.max(skipped, pairedSum(i, j));
    }
  }
  const pairs: Aligned<T>[] = [];
  let [i, j] = [0, 0];
  while (i < first.length && j < second.length) {
    const here = sums[i * width + j] ?? 0;
    if (here > 0 && here === pairedSum(i, j))
      pairs.push(pair(first[i++] ?? null, second[j++] ?? null));
    else if (here === (sums[(i + 1) * width + j] ?? 0)) pairs.push(pair(first[i++] ?? null, null));
    else pairs.push(pair<T>(null, second[j++] ?? null));
  }
  return [...pairs, ...unpaired(first.slice(i), second.slice(j))];

  /** The sum where these two stand for each other; 0 where they cannot. */
  function pairedSum(at: number, other: number): number {
    const [a, b] = [first[at], second[other]];
    const alike = a === undefined || b === undefined ? 0 : likeness(a, b);
    return alike === 0 ? 0 : alike + (sums[(at + 1) * width + other + 1] ?? 0);
  }
}

function unpaired<T>(first: readonly T[], second: readonly T[]): readonly Aligned<T>[] {
  return [...first.map(one => pair(one, null)), ...second.map(other => pair(null, other))];
}

/** Walks on in both; where they part, the nearest counterpart brings them together again. */
function sideBySide<T>(
  first: readonly T[],
  second: readonly T[],
  likeness: Likeness<T>,
): readonly Aligned<T>[] {
  const pairs: Aligned<T>[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [one, other] = [first[i], second[j]];
    if (one === undefined || other === undefined) break;
    const [skipFirst, skipSecond] = nearest(first.slice(i, i + AHEAD), second.slice(j, j + AHEAD));
    for (let k = 0; k < skipFirst; k++) pairs.push(pair(first[i++] ?? null, null));
    for (let k = 0; k < skipSecond; k++) pairs.push(pair<T>(null, second[j++] ?? null));
    const [a, b] = [first[i], second[j]];
    if (a === undefined || b === undefined || likeness(a, b) === 0) continue;
    pairs.push(pair(a, b));
    i++;
    j++;
  }
  return [...pairs, ...unpaired(first.slice(i), second.slice(j))];

  /** How many of each to leave out until two stand for each other. */
  function nearest(a: readonly T[], b: readonly T[]): readonly [number, number] {
    for (let both = 0; both < a.length + b.length - 1; both++) {
      for (let skip = 0; skip <= both; skip++) {
        const [one, other] = [a[skip], b[both - skip]];
        if (one !== undefined && other !== undefined && likeness(one, other) > 0) {
          return [skip, both - skip];
        }
      }
    }
    return [a.length, b.length];
  }
}
