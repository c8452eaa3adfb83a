/** What a replay takes (expect/patternFault.ts). */
const LONGEST = 500;

/**
 * Why RE2 cannot read an expression, as far as a look tells without compiling it; undefined where
 * nothing was seen. It never objects to what RE2 takes.
 */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > LONGEST) return `is longer than ${String(LONGEST)} characters`;
  let open = 0;
  let at = 0;
  /** Something stands before that can be repeated. */
  let atom: 'none' | 'plain' | 'repeated' = 'none';
  while (at < pattern.length) {
    const rest = pattern.slice(at);
    const found = TOKENS.find(({ form }) => form.test(rest));
    if (found === undefined) return 'cannot be read';
    const { kind, form } = found;
    if (typeof kind !== 'string') return kind.problem;
    if (kind === 'repeat' && atom === 'none') return 'repeats nothing';
    if (kind === 'repeat' && atom === 'repeated') return 'repeats a repetition';
    if (kind === 'open') open += 1;
    if (kind === 'close' && --open < 0) return 'has a ) too many';
    if (kind === 'quote') return undefined;
    atom = AFTER[kind] ?? (atom === 'repeated' ? 'plain' : atom);
    at += form.exec(rest)?.[0].length ?? 1;
  }
  return open > 0 ? 'lacks a )' : undefined;
}

type Kind = 'atom' | 'repeat' | 'open' | 'close' | 'other' | 'flags' | 'quote';

const AFTER: Readonly<Record<Kind, 'none' | 'plain' | 'repeated' | undefined>> = {
  ...{ atom: 'plain', close: 'plain', repeat: 'repeated', open: 'none', other: 'none' },
  ...{ flags: undefined, quote: undefined },
};

interface Token {
  readonly form: RegExp;
  readonly kind: Kind | { readonly problem: string };
}

/** What an expression consists of, the first that fits. */
const TOKENS: readonly Token[] = [
  { form: /^\\$/, kind: { problem: 'ends with a backslash' } },
  { form: /^\\Q/, kind: 'quote' },
  { form: /^\\[1-9](?!\d)/, kind: { problem: 'refers back, which RE2 cannot' } },
  { form: /^\\[^]/, kind: 'atom' },
  { form: /^\(\?<?[=!]/, kind: { problem: 'looks around, which RE2 cannot' } },
  { form: /^\(\?P?<\w+>/, kind: 'open' },
  { form: /^\(\?[A-Za-z-]*:/, kind: 'open' },
  { form: /^\(\?[A-Za-z-]*\)/, kind: 'flags' },
  { form: /^\(\?/, kind: { problem: 'has a group that RE2 does not know' } },
  { form: /^\(/, kind: 'open' },
  { form: /^\)/, kind: 'close' },
  { form: /^\[\^?\]?(?:\\[^]|\[:\^?\w+:\]|[^\]\\])*\]/, kind: 'atom' },
  { form: /^\[/, kind: { problem: 'lacks a ]' } },
  { form: /^\|/, kind: 'other' },
  { form: /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/, kind: 'repeat' },
  { form: /^[^]/, kind: 'atom' },
];
