/** Text with its comments blanked out, so that every other character keeps its place. */
export interface WithoutComments {
  readonly text: string;
  /** Where a comment begins that nothing ends; -1 where none does. */
  readonly open: number;
}

/**
 * Blanks out comments (RFC 5322 §3.2.2), nested ones too, in one pass. Quoted strings are left as
 * they are: a parenthesis in one is text.
 */
export function withoutComments(value: string): WithoutComments {
  if (!value.includes('(')) return { text: value, open: -1 };
  const kept: string[] = [];
  let depth = 0;
  let open = -1;
  let from = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    const character = value[at];
    if (character === '\\') at++;
    else if (quoted) quoted = character !== '"';
    else if (depth === 0 && character === '"') quoted = true;
    else if (character === '(') {
      if (depth++ > 0) continue;
      kept.push(value.slice(from, at));
      open = at;
    } else if (character === ')' && depth > 0 && --depth === 0) {
      kept.push(' '.repeat(at + 1 - open));
      from = at + 1;
      open = -1;
    }
  }
  kept.push(depth > 0 ? ' '.repeat(value.length - open) : value.slice(from));
  return { text: kept.join(''), open: depth > 0 ? open : -1 };
}
