/** Alternatives in braces multiply; no pattern a person writes comes near this many. */
const MOST_PATTERNS = 1000;

/**
 * The patterns without braces that one with `{a,b}` stands for, in order; nesting works. Braces
 * without a comma or a partner stand for themselves. Stops at 1000.
 */
export function withoutBraces(pattern: string): readonly string[] {
  const done: string[] = [];
  const waiting = [pattern];
  while (waiting.length > 0 && done.length + waiting.length <= MOST_PATTERNS) {
    const next = waiting.pop() ?? '';
    const split = firstBraces(next);
    if (split === undefined) done.push(next);
    else waiting.push(...split.reverse());
  }
  return done;
}

/** The pattern once for each alternative of its first closed braces. */
function firstBraces(pattern: string): string[] | undefined {
  for (let open = pattern.indexOf('{'); open >= 0; open = pattern.indexOf('{', open + 1)) {
    const parts = alternatives(pattern, open);
    if (parts === undefined || parts.texts.length < 2) continue;
    const [before, after] = [pattern.slice(0, open), pattern.slice(parts.end)];
    return parts.texts.map(text => before + text + after);
  }
  return undefined;
}

function alternatives(pattern: string, open: number): { texts: string[]; end: number } | undefined {
  const texts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < pattern.length; at += 1) {
    const sign = pattern[at];
    if (sign === '{') depth += 1;
    if (sign === '}') depth -= 1;
    if (depth === 0 || (sign === ',' && depth === 1)) {
      texts.push(pattern.slice(from, at));
      from = at + 1;
    }
    if (depth === 0) return { texts, end: from };
  }
  return undefined;
}

/**
 * Does a file name (no folder) match `*`, `?` and `[a-z]`, `[!a-z]`? As in a shell, a leading dot
 * is matched by a dot only. Time is at most the product of the lengths.
 */
export function matchesName(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  let [at, sign] = [0, 0];
  let star = { at: -1, sign: -1 };
  while (at < name.length) {
    const one = pattern[sign] === '*' ? undefined : matchOne(name[at] ?? '', pattern, sign);
    if (pattern[sign] === '*') {
      star = { at, sign };
      sign += 1;
    } else if (one !== undefined) {
      at += 1;
      sign = one;
    } else if (star.sign >= 0) {
      star = { at: star.at + 1, sign: star.sign };
      at = star.at;
      sign = star.sign + 1;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(sign));
}

/** Where the pattern goes on when the character matches its next part, else undefined. */
function matchOne(char: string, pattern: string, sign: number): number | undefined {
  const close = pattern[sign] === '[' ? pattern.indexOf(']', sign + 2) : -1;
  if (close < 0) return pattern[sign] === '?' || pattern[sign] === char ? sign + 1 : undefined;
  const listed = pattern.slice(sign + 1, close);
  const negated = /^[!^]/.test(listed);
  return isIn(char, negated ? listed.slice(1) : listed) === negated ? undefined : close + 1;
}

function isIn(char: string, set: string): boolean {
  for (let at = 0; at < set.length; at += 1) {
    const isRange = set[at + 1] === '-' && at + 2 < set.length;
    const last = isRange ? set[at + 2] : set[at];
    if (char >= (set[at] ?? '') && char <= (last ?? '')) return true;
    if (isRange) at += 2;
  }
  return false;
}
