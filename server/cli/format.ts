import { UsageError } from './command.ts';
import type { Invocation } from './command.ts';

/** The value of an option that takes one of a few words; the first word is the default. */
export function choiceOf<T extends string>(
  invocation: Invocation,
  name: string,
  words: readonly [T, ...T[]],
): T {
  const asked = invocation.value(name);
  if (asked === undefined) return words[0];
  const word = words.find(candidate => candidate === asked);
  if (word !== undefined) return word;
  throw new UsageError(`--${name} takes ${words.join(', ')}, not "${asked}"`);
}

/** The output format. */
export function formatOf<T extends string>(invocation: Invocation, words: readonly [T, ...T[]]): T {
  return choiceOf(invocation, 'format', words);
}
