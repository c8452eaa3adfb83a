/** What a `# @reply` line asks of the next reply; what is absent stays as it is. */
export interface ReplyWords {
  readonly policy?: 'exact' | 'enhanced' | 'code' | 'class';
  /** Codes and classes: `250`, `25z`, `4yz`. */
  readonly anyOf?: readonly string[];
  readonly optional?: true;
  /** RE2 expression. */
  readonly pattern?: string;
}

/** Codes of one line; more are a mistake. */
const MOST_CODES = 100;

/** Reads words such as `any 250 25z, optional, pattern queued as (\S+)`; undefined where they are wrong. */
export function replyWordsOf(value: string): ReplyWords | undefined {
  let words: ReplyWords = {};
  let rest = value.trim();
  do {
    const pattern = /^pattern[ \t]+(.+)$/i.exec(rest)?.[1];
    if (pattern !== undefined) return { ...words, pattern };
    const comma = rest.indexOf(',');
    const read = wordOf((comma < 0 ? rest : rest.slice(0, comma)).trim());
    if (read === undefined) return undefined;
    words = { ...words, ...read };
    if (comma < 0) return words;
    rest = rest.slice(comma + 1).trim();
  } while (rest !== '');
  return undefined;
}

function wordOf(text: string): ReplyWords | undefined {
  const [word = '', ...codes] = text.toLowerCase().split(/[ \t]+/);
  if (word === 'any') return anyOf(codes);
  if (codes.length > 0) return undefined;
  if (word === 'optional') return { optional: true };
  const policy = (['exact', 'enhanced', 'code', 'class'] as const).find(each => each === word);
  return policy === undefined ? undefined : { policy };
}

function anyOf(codes: readonly string[]): ReplyWords | undefined {
  if (codes.length === 0 || codes.length > MOST_CODES) return undefined;
  return codes.every(code => /^[1-5](?:\d\d|\dz|yz)$/.test(code)) ? { anyOf: codes } : undefined;
}
