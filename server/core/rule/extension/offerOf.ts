import type { Exchange } from '../../transcript/model.ts';

/**
 * Whether the server offers an extension where a command uses it: `stale` where it did so only
 * before TLS, `unknown` where no hello was accepted, which other rules judge.
 */
export type Offer = 'offered' | 'stale' | 'missing' | 'unknown';

/**
 * Looks the keywords, upper case, up in the list of the newest accepted hello (RFC 5321 §2.2.1);
 * one of them is enough. A list that came while the command was under way counts as well.
 */
export function offerOf({ before, known }: Exchange, keywords: readonly string[]): Offer {
  const has = (keyword: string): boolean =>
    before.capabilities.has(keyword) || known.capabilities.has(keyword);
  if (keywords.some(has)) return 'offered';
  if (before.hello === 'none') return 'unknown';
  return keywords.some(keyword => before.staleCapabilities.has(keyword)) ? 'stale' : 'missing';
}
