import { VERBS } from './verbs.ts';

/** Longer words are never compared: no verb comes near. */
const LONGEST = 20;

/** Damerau-Levenshtein distance (adjacent swaps count one) of two short words. */
function distanceOf(a: string, b: string): number {
  let before: number[] = [];
  let last: number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min((last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1);
      least = Math.min(least, (last[column - 1] ?? 0) + cost);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2];
      if (swapped && a[row - 2] === b[column - 1]) {
        least = Math.min(least, (before[column - 2] ?? 0) + 1);
      }
      line.push(least);
    }
    before = last;
    last = line;
  }
  return last[b.length] ?? 0;
}

/** Two slips are half of a four-letter verb: believed only where the first letter is right. */
function farthest(word: string, verb: string): number {
  return word[0] === verb[0] ? 2 : 1;
}

/**
 * The closest standard verb at a distance of one or two slips, in upper case, or undefined. A word
 * that is a verb itself, in any letter case, gets no suggestion.
 */
export function suggestVerb(word: string): string | undefined {
  if (word.length < 2 || word.length > LONGEST) return undefined;
  const wanted = word.toUpperCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const verb of VERBS) {
    if (verb.name === wanted) return undefined;
    if (verb.status !== 'standard') continue;
    const distance = distanceOf(wanted, verb.name);
    if (distance >= least || distance > farthest(wanted, verb.name)) continue;
    best = verb.name;
    least = distance;
  }
  return best;
}
