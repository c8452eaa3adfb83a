/** Two things that stand for each other, or one that has no counterpart. */
export interface Aligned<T> {
  readonly first: T | null;
  readonly second: T | null;
}

/** How alike two things are: 0 never stand for each other, more is better. */
export type Likeness<T> = (one: T, other: T) => number;

/** So many pairs are weighed against each other; of longer lists a window at a time. */
const MOST_PAIRS = 1_000_000;
const WINDOW = 120;

/** So many of the same in a row: a window that came there has found the way again. */
const FOUND_AGAIN = 12;

/**
 * Pairs up two lists in order, so that what stands for each other is as much alike as can be. `best`
 * is what `likeness` gives two that are the same. Of long lists no more than a window is looked at
 * at a time: there something that is moved far away has no counterpart.
 */
export function align<T>(
  first: readonly T[],
  second: readonly T[],
  { likeness, best }: { readonly likeness: Likeness<T>; readonly best: number },
): readonly Aligned<T>[] {
  const isSame = (one: T | undefined, other: T | undefined): boolean =>
    one !== undefined && other !== undefined && likeness(one, other) >= best;
  const shorter = Math.min(first.length, second.length);
  let head = 0;
  while (head < shorter && isSame(first[head], second[head])) head++;
  let tail = 0;
  while (tail < shorter - head && isSame(first.at(-1 - tail), second.at(-1 - tail))) tail++;
  const a = first.slice(head, first.length - tail);
  const b = second.slice(head, second.length - tail);
  return [
    ...sideBySide(first.slice(0, head), second.slice(0, head)),
    ...(a.length * b.length <= MOST_PAIRS
      ? weighed(a, b, likeness)
      : byWindows(a, b, { likeness, isSame })),
    ...sideBySide(first.slice(first.length - tail), second.slice(second.length - tail)),
  ];
}

function pair<T>(first: T | null, second: T | null): Aligned<T> {
  return { first, second };
}

/** Two lists of one length. */
function sideBySide<T>(first: readonly T[], second: readonly T[]): readonly Aligned<T>[] {
  return first.map((one, at) => pair(one, second[at] ?? null));
}

interface Comparing<T> {
  readonly likeness: Likeness<T>;
  readonly isSame: (one: T | undefined, other: T | undefined) => boolean;
}

/** Walks on while both say the same; where they part, a window of each is weighed. */
function byWindows<T>(
  first: readonly T[],
  second: readonly T[],
  { likeness, isSame }: Comparing<T>,
): readonly Aligned<T>[] {
  const pairs: Aligned<T>[] = [];
  let [i, j] = [0, 0];
  while (i < first.length && j < second.length) {
    const [one, other] = [first[i], second[j]];
    if (one === undefined || other === undefined) break;
    if (isSame(one, other) || (likeness(one, other) > 0 && isSameBehind(i, j))) {
      pairs.push(pair(one, other));
      i++;
      j++;
      continue;
    }
    const window = weighed(first.slice(i, i + WINDOW), second.slice(j, j + WINDOW), likeness);
    const isLast = i + WINDOW >= first.length && j + WINDOW >= second.length;
    for (const each of isLast ? window : certain(window)) {
      pairs.push(each);
      if (each.first !== null) i++;
      if (each.second !== null) j++;
    }
  }
  return [...pairs, ...unpaired(first.slice(i), second.slice(j))];

  /** One change among what is the same needs no weighing. */
  function isSameBehind(at: number, there: number): boolean {
    for (let ahead = 1; ahead <= FOUND_AGAIN; ahead++) {
      if (!isSame(first[at + ahead], second[there + ahead])) return false;
    }
    return true;
  }
}

/** The first half of a window: behind that it may see too little of what follows. */
function certain<T>(window: readonly Aligned<T>[]): readonly Aligned<T>[] {
  let [ofFirst, ofSecond] = [0, 0];
  const end = window.findIndex(({ first, second }) => {
    if (first !== null) ofFirst++;
    if (second !== null) ofSecond++;
    return ofFirst >= WINDOW / 2 || ofSecond >= WINDOW / 2;
  });
  return end < 0 ? window : window.slice(0, end + 1);
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
