/** What a server offers: the parameters by keyword, all in upper case. */
export type Offers = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What the lines of a reply to EHLO offer (RFC 5321 §4.1.1.1); the first one is the server's name.
 * `AUTH=PLAIN`, as old servers write it, counts as `AUTH PLAIN`.
 */
export function offersIn(lines: readonly string[]): Offers {
  const offers = new Map<string, Set<string>>();
  for (const line of lines.slice(1)) {
    const [keyword = '', ...parameters] = line
      .trim()
      .toUpperCase()
      .replace(/^AUTH=/, 'AUTH ')
      .split(/[ \t]+/);
    if (keyword === '') continue;
    const known = offers.get(keyword) ?? new Set();
    for (const parameter of parameters) known.add(parameter);
    offers.set(keyword, known);
  }
  return offers;
}
