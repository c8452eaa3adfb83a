import { foldVolatile } from './foldVolatile.ts';

/** Parameters of these are a set: their order says nothing. */
const VOLATILE_PARAMETERS: ReadonlySet<string> = new Set(['SIZE']);

/**
 * A line of an EHLO reply by its meaning: keyword and parameters in upper case, parameters in
 * alphabetical order, the number of SIZE left out (RFC 1870: it may be another the next time).
 */
export function extensionOf(line: string): string {
  const [keyword = '', ...parameters] = line
    .trim()
    .toUpperCase()
    .split(/[ \t]+/);
  // `AUTH=LOGIN` is how servers spelt it before RFC 2554; the first mechanism hangs on the sign.
  const [name = '', ...first] = keyword.split('=');
  const all = [...first, ...parameters].filter(parameter => parameter !== '');
  const meant = VOLATILE_PARAMETERS.has(name) ? all.map(numberless) : all.sort();
  const head = first.length > 0 ? `${name}=` : name;
  return [head, ...meant].join(' ');
}

function numberless(parameter: string): string {
  return /^\d+$/.test(parameter) ? '‹size›' : foldVolatile(parameter);
}

/** How many lines differ in volatile parts only; undefined where they list something else. */
export function foldedBetweenExtensions(
  recorded: readonly string[],
  live: readonly string[],
): number | undefined {
  if (recorded.length !== live.length) return undefined;
  const [one, other] = [byMeaning(recorded), byMeaning(live)];
  let folded = 0;
  for (const [at, [meaning, line]] of one.entries()) {
    const [twin, twinLine] = other[at] ?? ['', ''];
    if (meaning !== twin) return undefined;
    if (/^SIZE ‹/.test(meaning) && line !== twinLine) folded++;
  }
  return folded;
}

function byMeaning(lines: readonly string[]): [meaning: string, line: string][] {
  const rows = lines.map((line): [string, string] => [extensionOf(line), line.trim()]);
  return rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
