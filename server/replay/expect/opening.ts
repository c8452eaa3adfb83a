import type { Opening } from './volatileParts.ts';

/** Replies that accept these begin with the server's name (RFC 5321 §4.2.2, §4.3.2). */
const NAMES_HOST: ReadonlySet<string> = new Set(['connect', 'EHLO', 'HELO', 'LHLO']);

/** What line `index` of a reply to `verb` (`connect` for the greeting) begins with. */
export function openingOf(verb: string, code: number, index: number): Opening {
  if (index > 0) return 'text';
  if (code === 421 || (code < 400 && verb === 'QUIT')) return 'farewell';
  return code < 400 && NAMES_HOST.has(verb) ? 'host' : 'text';
}

/** Lists extensions, a line each, in any order (RFC 5321 §4.1.1.1)? */
export function listsExtensions(verb: string): boolean {
  return verb === 'EHLO' || verb === 'LHLO';
}
