import { withoutParts } from './foldVolatile.ts';
import { volatileParts } from './volatileParts.ts';
import type { Opening, VolatilePart } from './volatileParts.ts';

/** Without what is not compared of white space: its amount, and where it begins or ends the line. */
export function plainSpaced(text: string): string {
  return /^[ \t]|[ \t]$|[ \t]{2}|\t/.test(text) ? text.trim().replace(/[ \t]+/g, ' ') : text;
}

/** A line taken apart: the volatile places, and what is the same whatever they say. */
interface Folded {
  readonly text: string;
  readonly parts: readonly VolatilePart[];
  readonly meaning: string;
}

function foldedOf(text: string, opening: Opening): Folded {
  const plain = plainSpaced(text);
  const parts = volatileParts(plain, opening);
  return { text: plain, parts, meaning: withoutParts(plain, parts) };
}

/** Recorded lines come again with every run of a transcript. */
const recorded: Readonly<Record<Opening, Map<string, Folded>>> = {
  host: new Map(),
  farewell: new Map(),
  text: new Map(),
};
const MOST_KEPT = 500;
const LONGEST_KEPT = 500;

function recordedFolded(text: string, opening: Opening): Folded {
  const known = recorded[opening].get(text);
  if (known !== undefined) return known;
  const folded = foldedOf(text, opening);
  if (recorded[opening].size >= MOST_KEPT) recorded[opening].clear();
  if (text.length <= LONGEST_KEPT) recorded[opening].set(text, folded);
  return folded;
}

/**
 * How many volatile places differ between a recorded line and another that means the same;
 * undefined where the lines mean something else.
 */
export function foldedBetween(line: string, other: string, opening: Opening): number | undefined {
  if (line === other) return 0;
  const one = recordedFolded(line, opening);
  const two = foldedOf(other, opening);
  if (one.meaning !== two.meaning) return undefined;
  return one.parts.filter(({ start, end }, at) => {
    const twin = two.parts[at];
    return one.text.slice(start, end) !== two.text.slice(twin?.start, twin?.end);
  }).length;
}
