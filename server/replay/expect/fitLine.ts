import { textPlaces } from '../../core/transcript/variablePlaces.ts';
import { plainSpaced } from './sameText.ts';
import { findTokens, charTokens, foldedTokens } from './tokens.ts';
import type { Tokens } from './tokens.ts';
import type { Opening } from './volatileParts.ts';

/** What the places of a template take. */
export interface FitOptions {
  /** Names whose places are places; others are text. */
  readonly names: ReadonlySet<string>;
  /** Values that are known. */
  readonly bound: ReadonlyMap<string, string>;
  readonly opening: Opening;
}

/** How a line fits a template. */
export interface LineFit {
  readonly captured: ReadonlyMap<string, string>;
  readonly folded: number;
}

type Segment = { readonly literal: string } | { readonly name: string };

/**
 * Fits a live line to a recorded one with `{{name}}` places. An unbound place takes the shortest
 * text up to what follows it, a character at least; a bound one has to be its value. What stands
 * between has to be the same, volatile parts and the amount of white space aside. Never goes back:
 * linear in both lengths.
 */
export function fitLine(template: string, live: string, options: FitOptions): LineFit | undefined {
  const { names, bound, opening } = options;
  const segments = segmentsOf(template, names);
  // Values that a hostile server gave, many times over, could be longer than any text.
  if (lengthOf(segments, bound) <= live.length) {
    const literally = withValues(segments, bound);
    const found = fit(literally, charTokens(live), { bound, tokens: charTokens });
    if (found !== undefined) return found;
  }
  return fit(segmentsOf(plainSpaced(template), names), foldedTokens(plainSpaced(live), opening), {
    bound,
    // Only what the line begins with can be the host that opens it.
    tokens: (text, index) => foldedTokens(text, index === 0 ? opening : 'text'),
  });
}

function segmentsOf(template: string, names: ReadonlySet<string>): readonly Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const { start, end, name } of textPlaces(template)) {
    if (!names.has(name)) continue;
    segments.push({ literal: template.slice(from, start) }, { name });
    from = end;
  }
  return [...segments, { literal: template.slice(from) }];
}

/** The characters that a line has to have at least. */
function lengthOf(segments: readonly Segment[], bound: ReadonlyMap<string, string>): number {
  const lengths = segments.map(segment =>
    'name' in segment ? (bound.get(segment.name)?.length ?? 1) : segment.literal.length,
  );
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** Places of known values become text. */
function withValues(
  segments: readonly Segment[],
  bound: ReadonlyMap<string, string>,
): readonly Segment[] {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const value = 'name' in segment ? bound.get(segment.name) : segment.literal;
    const last = joined.at(-1);
    if (value === undefined) joined.push(segment);
    else if (last !== undefined && 'literal' in last) {
      joined[joined.length - 1] = { literal: last.literal + value };
    } else joined.push({ literal: value });
  }
  return joined;
}

/** Segments alternate: text, place, text … text. */
function fit(
  segments: readonly Segment[],
  live: Tokens,
  options: {
    readonly bound: ReadonlyMap<string, string>;
    readonly tokens: (text: string, index: number) => Tokens;
  },
): LineFit | undefined {
  const captured = new Map<string, string>();
  let folded = 0;
  let at = 0;
  let open: string | undefined;
  for (const [index, segment] of segments.entries()) {
    if ('name' in segment) {
      open = segment.name;
      continue;
    }
    const literal = options.tokens(segment.literal, index);
    const isLast = index === segments.length - 1;
    const found = placeOf(literal, live, { from: at, open: open !== undefined, isLast });
    if (found === undefined) return undefined;
    if (open !== undefined && !bind(open, live.text(at, found), { captured, ...options })) {
      return undefined;
    }
    folded += literal.differences(live, found);
    at = found + literal.length;
    open = undefined;
  }
  return { captured, folded };
}

/** Where the literal stands in the live line. */
function placeOf(
  literal: Tokens,
  live: Tokens,
  where: { readonly from: number; readonly open: boolean; readonly isLast: boolean },
): number | undefined {
  const { from, open, isLast } = where;
  const last = live.length - literal.length;
  if (!open) return literal.isAt(live, from) && (!isLast || from === last) ? from : undefined;
  if (isLast) return last > from && literal.isAt(live, last) ? last : undefined;
  return findTokens(literal, live, from + 1);
}

function bind(
  name: string,
  value: string,
  to: { readonly captured: Map<string, string>; readonly bound: ReadonlyMap<string, string> },
): boolean {
  const known = to.bound.get(name) ?? to.captured.get(name);
  if (known !== undefined) return plainSpaced(known) === plainSpaced(value);
  to.captured.set(name, value);
  return true;
}
