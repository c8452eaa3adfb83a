import { EXTENSIONS } from '../smtp/extensions.ts';

const KEYWORDS: ReadonlySet<string> = new Set(EXTENSIONS.map(({ keyword }) => keyword));

/**
 * The lines of an EHLO reply that a tool has put into one, with blanks between them: a new one
 * begins at each keyword that is registered, or that begins as private ones do. Undefined where
 * there is none.
 */
export function ehloLinesOf(text: string): readonly string[] | undefined {
  const match = /^250[ -] ?(.*)$/.exec(text);
  if (match === null) return undefined;
  const lines: string[] = [];
  for (const word of (match[1] ?? '').split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || begins(word, last)) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.length < 2 ? undefined : lines;
}

function begins(word: string, line: string): boolean {
  if (KEYWORDS.has(word)) return true;
  // XOAUTH2 and its like are mechanisms.
  return (
    /^X-?[A-Z][A-Z\d-]*$/.test(word) && !(/^(?:X-EXPS|AUTH)\b/.test(line) && /^XOAUTH/.test(word))
  );
}
