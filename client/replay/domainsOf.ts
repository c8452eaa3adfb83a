/** The most domains that are offered for a look-up. */
const MOST = 5;

/** The distinct domains of recipients, as written, each with one of its recipients. */
export function domainsOf(
  recipients: readonly string[],
): readonly { readonly domain: string; readonly recipient: string }[] {
  const found = new Map<string, { domain: string; recipient: string }>();
  for (const recipient of recipients) {
    const path = recipient.replace(/^<|>$/g, '');
    const domain = path.slice(path.lastIndexOf('@') + 1);
    if (domain === '' || domain === path || found.size >= MOST) continue;
    const key = domain.toLowerCase();
    if (!found.has(key)) found.set(key, { domain, recipient });
  }
  return [...found.values()];
}
