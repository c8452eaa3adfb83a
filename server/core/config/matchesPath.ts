import { matchesName, withoutBraces } from './globMatch.ts';

/** No path is deeper; a pattern costs at most the product of both depths. */
const DEEPEST = 200;

/**
 * Does a path, its parts from the folder of the configuration on, match a pattern? Without a slash
 * the pattern is about the file's name, wherever it lies; with one it is about the whole path, and
 * `**` stands for folders at any depth. `outside` paths, which begin with `..`, have a name only.
 */
export function matchesPath(parts: readonly string[], pattern: string): boolean {
  if (parts.length > DEEPEST) return false;
  return withoutBraces(pattern).some(one => matchesOne(parts, one));
}

function matchesOne(parts: readonly string[], pattern: string): boolean {
  const wanted = pattern.split('/').filter((part, at) => part !== '.' && (part !== '' || at > 0));
  const name = parts.at(-1) ?? '';
  if (!pattern.includes('/')) return matchesName(name, wanted[0] ?? '');
  if (parts[0] === '..' || wanted.length > DEEPEST) return false;
  // A folder stands for all that is in it.
  return matchesAll(parts, wanted.at(-1) === '' ? [...wanted.slice(0, -1), '**', '*'] : wanted);
}

/** Row by row: which beginnings of the path the pattern so far can stand for. */
function matchesAll(parts: readonly string[], wanted: readonly string[]): boolean {
  let reached = parts.map(() => false);
  reached = [true, ...reached];
  for (const part of wanted) {
    const next = reached.map(() => false);
    for (const [at, isReached] of reached.entries()) {
      if (part === '**') next[at] = isReached || (at > 0 && next[at - 1] === true);
      else if (isReached && at < parts.length) next[at + 1] = matchesName(parts[at] ?? '', part);
    }
    reached = next;
  }
  return reached[parts.length] === true;
}
