import { VARIABLE_NAME } from './variableWords.ts';

/** What a `# @auth` line says of the exchange that is computed; '' for what it does not say. */
export interface AuthWords {
  /** Upper case. */
  readonly mechanism: string;
  readonly user: string;
  readonly authzid: string;
  /** The secret's name. */
  readonly secret: string;
  /** With the command; undefined: as recorded. */
  readonly initialResponse: boolean | undefined;
}

/** A word, which may hold `{{ name }}` places with blanks in them. */
const WORD = /(?:\{\{[^{}]{0,80}\}\}|\S)+/g;

/** Longer values are a mistake. */
const LONGEST = 500;

/** Reads `PLAIN user=alice secret=password`; undefined where it is wrong. */
export function authWordsOf(value: string): AuthWords | undefined {
  const [mechanism = '', ...given] = value.match(WORD) ?? [];
  if (!/^[A-Z0-9_-]{1,20}$/i.test(mechanism)) return undefined;
  const words = new Map<string, string>();
  for (const word of given) {
    const [, name = '', text = ''] = /^([a-z]+)=(.*)$/i.exec(word) ?? [];
    const key = name.toLowerCase();
    if (!KEYS.has(key) || words.has(key) || text.length > LONGEST) return undefined;
    words.set(key, text);
  }
  const secret = words.get('secret') ?? '';
  const initial = words.get('initial')?.toLowerCase();
  if (secret !== '' && !VARIABLE_NAME.test(secret)) return undefined;
  if (![undefined, 'yes', 'no'].includes(initial)) return undefined;
  return {
    mechanism: mechanism.toUpperCase(),
    user: words.get('user') ?? '',
    authzid: words.get('authzid') ?? '',
    secret,
    initialResponse: initial === undefined ? undefined : initial === 'yes',
  };
}

const KEYS: ReadonlySet<string> = new Set(['user', 'secret', 'authzid', 'initial']);
