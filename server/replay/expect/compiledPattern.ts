import { RE2JS } from 're2js';

/** Compiling costs more than matching; a plan asks for few patterns, again and again. */
const MOST_KEPT = 100;
const kept = new Map<string, RE2JS>();

/**
 * The expression, ready to search (linear time); `^` and `$` stand at line ends too. Throws what
 * RE2JS does for a bad one.
 */
export function compiledPattern(pattern: string): RE2JS {
  const known = kept.get(pattern);
  if (known !== undefined) return known;
  const compiled = RE2JS.compile(pattern, RE2JS.MULTILINE);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(pattern, compiled);
  return compiled;
}
