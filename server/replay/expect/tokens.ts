import { volatileParts } from './volatileParts.ts';
import type { Opening } from './volatileParts.ts';

/** A line as what is compared of it: a character each, or a volatile part as a whole. */
export class Tokens {
  readonly #text: string;
  /** What each token is compared by. */
  readonly #keys: readonly string[];
  /** Where each begins in the text, and where the last one ends. */
  readonly #starts: readonly number[];

  constructor(text: string, keys: readonly string[], starts: readonly number[]) {
    this.#text = text;
    this.#keys = keys;
    this.#starts = starts;
  }

  get length(): number {
    return this.#keys.length;
  }

  key(at: number): string | undefined {
    return this.#keys[at];
  }

  /** The text of tokens [from, to). */
  text(from: number, to: number): string {
    return this.#text.slice(this.#starts[from], this.#starts[to]);
  }

  /** Do these tokens stand in `other` at this place? */
  isAt(other: Tokens, at: number): boolean {
    if (at < 0 || at + this.length > other.length) return false;
    return this.#keys.every((key, index) => key === other.key(at + index));
  }

  /** How many of these tokens have another text there. */
  differences(other: Tokens, at: number): number {
    return this.#keys.filter(
      (_, index) => this.text(index, index + 1) !== other.text(at + index, at + index + 1),
    ).length;
  }
}

/** A token a character (UTF-16 unit). */
export function charTokens(text: string): Tokens {
  const keys = text.split('');
  return new Tokens(
    text,
    keys,
    Array.from({ length: keys.length + 1 }, (_, at) => at),
  );
}

/** A volatile part is one token, whatever it says. */
export function foldedTokens(text: string, opening: Opening): Tokens {
  const keys: string[] = [];
  const starts: number[] = [];
  let from = 0;
  const take = (to: number): void => {
    for (; from < to; from++) {
      keys.push(text.charAt(from));
      starts.push(from);
    }
  };
  for (const { start, end, kind } of volatileParts(text, opening)) {
    take(start);
    keys.push(`‹${kind}›`);
    starts.push(start);
    from = end;
  }
  take(text.length);
  return new Tokens(text, keys, [...starts, text.length]);
}

/** First place of `wanted` in `tokens` from there on, in linear time (Knuth, Morris and Pratt). */
export function findTokens(wanted: Tokens, tokens: Tokens, from: number): number | undefined {
  if (wanted.length === 0) return from <= tokens.length ? from : undefined;
  const falls = fallbacksOf(wanted);
  let fit = 0;
  for (let at = from; at < tokens.length; at++) {
    const key = tokens.key(at);
    while (fit > 0 && wanted.key(fit) !== key) fit = falls[fit - 1] ?? 0;
    if (wanted.key(fit) === key) fit++;
    if (fit === wanted.length) return at - fit + 1;
  }
  return undefined;
}

/** For each prefix the length of its longest proper prefix that also ends it. */
function fallbacksOf(wanted: Tokens): readonly number[] {
  const falls = [0];
  let fit = 0;
  for (let at = 1; at < wanted.length; at++) {
    while (fit > 0 && wanted.key(fit) !== wanted.key(at)) fit = falls[fit - 1] ?? 0;
    if (wanted.key(fit) === wanted.key(at)) fit++;
    falls.push(fit);
  }
  return falls;
}
