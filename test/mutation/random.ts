/** A source of numbers that gives the same sequence for the same seed. */
export interface Random {
  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number;
  /** One of the values; undefined where there is none. */
  pick<T>(values: readonly T[]): T | undefined;
  /** The values in another order. */
  shuffled<T>(values: readonly T[]): T[];
}

/** A linear congruential generator: enough to choose places in a text. */
export function randomOf(seed: string): Random {
  let state = 7;
  for (const octet of new TextEncoder().encode(seed)) {
    state = (Math.imul(state, 31) + octet) >>> 0;
  }
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = <T>(values: readonly T[]): T | undefined => values[below(values.length)];
  const shuffled = <T>(values: readonly T[]): T[] => {
    return values
      .map(value => ({ value, key: below(2 ** 30) }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value);
  };
  return { below, pick, shuffled };
}
