const POLICIES: readonly string[] = ['exact', 'enhanced', 'code', 'class'];

/** What a `# @reply` line is to say more. */
export type ReplyWord = 'class' | 'optional' | { readonly any: readonly number[] };

/** The `# @reply` line that stands above a reply then. */
export interface ReplyDirective {
  readonly text: string;
  /** It replaces the line above, which is one already. */
  readonly replaces: boolean;
}

/** The line above a reply so that it says `word`; undefined where it holds a pattern. */
export function replyDirective(above: string, word: ReplyWord): ReplyDirective | undefined {
  const directive = /^(\s*)#\s*@reply\s+(\S.*)$/i.exec(above);
  if (directive === null) return { text: `# @reply ${wordText(word, [])}`, replaces: false };
  const [, indent = '', words = ''] = directive;
  if (/(?:^|,)\s*pattern\b/i.test(words)) return undefined;
  const parts = words
    .split(',')
    .map(part => part.trim().toLowerCase())
    .filter(part => part !== '');
  const codes = parts.flatMap(part => (isAny(part) ? part.split(/\s+/).slice(1) : []));
  const kept = parts.filter(part => !sameKind(part, word));
  return {
    text: `${indent}# @reply ${[...kept, wordText(word, codes)].join(', ')}`,
    replaces: true,
  };
}

function wordText(word: ReplyWord, codes: readonly string[]): string {
  if (typeof word === 'string') return word;
  return `any ${[...new Set([...codes, ...word.any.map(String)])].join(' ')}`;
}

function sameKind(part: string, word: ReplyWord): boolean {
  if (word === 'optional') return part === 'optional';
  if (word === 'class') return POLICIES.includes(part);
  return isAny(part);
}

function isAny(part: string): boolean {
  return /^any\s/.test(part);
}
