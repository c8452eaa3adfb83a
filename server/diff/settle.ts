import type { Aligned } from './align.ts';

/** What tells where a run of lonely things may stand. */
export interface Settling<T> {
  readonly isSame: (one: T, other: T) => boolean;
  /** Something begins with this one. */
  readonly begins: (one: T) => boolean;
}

/**
 * What only one side has, moved to where a reader looks for it. In `M R D M R D` beside `M R D` the
 * lonely ones may be `R D M` or `M R D`: the one that begins with a beginning is meant. Neither the
 * order nor the number of pairs changes.
 */
export function settle<T>(
  pairs: readonly Aligned<T>[],
  settling: Settling<T>,
): readonly Aligned<T>[] {
  const settled = [...pairs];
  for (let from = 0; from < settled.length;) {
    const side = lonelySide(settled[from]);
    let to = from + 1;
    if (side !== undefined) {
      while (to < settled.length && lonelySide(settled[to]) === side) to++;
      to = new Run(settled, { from, to, side }).settle(settling);
    }
    from = to;
  }
  return settled;
}

type Side = 'first' | 'second';

function lonelySide<T>(pair: Aligned<T> | undefined): Side | undefined {
  if (pair === undefined || (pair.first !== null && pair.second !== null)) return undefined;
  return pair.first === null ? 'second' : 'first';
}

/** Lonely things of one side in a row: [from, to) of the pairs. */
class Run<T> {
  readonly #pairs: Aligned<T>[];
  readonly #from: number;
  readonly #to: number;
  readonly #side: Side;

  constructor(
    pairs: Aligned<T>[],
    run: { readonly from: number; readonly to: number; readonly side: Side },
  ) {
    this.#pairs = pairs;
    this.#from = run.from;
    this.#to = run.to;
    this.#side = run.side;
  }

  /** Moves it to the nearest place where it begins better; gives the end of what was looked at. */
  settle({ isSame, begins }: Settling<T>): number {
    const begin = (at: number): boolean => {
      const own = this.#own(at);
      return own !== null && begins(own);
    };
    /** What the other side has at `there` may stand beside what this side has at `at`. */
    const fits = (at: number, there: number): boolean => {
      const [own, other, left] = [this.#own(at), this.#other(there), this.#own(there)];
      return own !== null && other !== null && left !== null && isSame(own, other);
    };
    if (begin(this.#from)) return this.#to;
    let [up, down] = [true, true];
    for (let by = 1; up || down; by++) {
      up &&= fits(this.#to - by, this.#from - by);
      if (up && begin(this.#from - by)) return this.#moveUp(by);
      down &&= fits(this.#from + by - 1, this.#to + by - 1);
      if (down && begin(this.#from + by)) return this.#moveDown(by);
    }
    return this.#to;
  }

  #own(at: number): T | null {
    return this.#pairs[at]?.[this.#side] ?? null;
  }

  #other(at: number): T | null {
    return this.#pairs[at]?.[this.#side === 'first' ? 'second' : 'first'] ?? null;
  }

  #moveUp(by: number): number {
    const others = this.#others(this.#from - by, this.#from);
    const lonely = this.#lonely();
    return this.#place(this.#from - by, [...lonely, ...others]);
  }

  #moveDown(by: number): number {
    const others = this.#others(this.#to, this.#to + by);
    return this.#place(this.#from, [...others, ...this.#lonely()]);
  }

  #others(from: number, to: number): readonly (T | null)[] {
    return Array.from({ length: to - from }, (_, index) => this.#other(from + index));
  }

  #lonely(): readonly null[] {
    return Array.from({ length: this.#to - this.#from }, () => null);
  }

  /** Puts these beside what this side has from there on. */
  #place(from: number, others: readonly (T | null)[]): number {
    for (const [index, other] of others.entries()) {
      const own = this.#own(from + index);
      this.#pairs[from + index] =
        this.#side === 'first' ? { first: own, second: other } : { first: other, second: own };
    }
    return from + others.length;
  }
}
