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

/** Longer names are compared with none: no id of this project comes near. */
const LONGEST_NAME = 60;

/**
 * The closest of the names at a distance of a few slips, more of them in a longer name; or one of
 * the same words in another order. Letter case makes no difference.
 */
export function suggestName(word: string, names: readonly string[]): string | undefined {
  if (word.length < 3 || word.length > LONGEST_NAME) return undefined;
  const wanted = word.toLowerCase();
  const words = inOrder(wanted);
  let best: string | undefined;
  let least = Math.min(3, Math.floor(wanted.length / 4) + 1);
  for (const name of names) {
    const lower = name.toLowerCase();
    if (lower === wanted || inOrder(lower) === words) return name;
    if (Math.abs(lower.length - wanted.length) >= least + 1) continue;
    const distance = distanceOf(wanted, lower);
    const near = best === undefined ? distance <= least : distance < least;
    if (!near) continue;
    best = name;
    least = distance;
  }
  return best;
}

function inOrder(name: string): string {
  return name.split('-').sort().join('-');
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
