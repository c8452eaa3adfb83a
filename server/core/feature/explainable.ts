import { RULES } from '../rule/registry.ts';
import { ENHANCED_CODES } from '../smtp/enhancedCodes.ts';
import { EXTENSIONS } from '../smtp/extensions.ts';
import { REPLY_CODES } from '../smtp/replyCodes.ts';
import { VERBS } from '../smtp/verbs.ts';
import { DIRECTIVES } from '../transcript/directives.ts';
import { explanationOf } from './explain.ts';
import { MECHANISMS } from './mechanisms.ts';

/** A word that has an explanation, and the first sentence of it. */
export interface ExplainableWord {
  readonly word: string;
  readonly kind: string;
  readonly meaning: string;
}

/** Every word that the tables explain. */
export function explainableWords(): readonly ExplainableWord[] {
  const extensions = EXTENSIONS.map(({ keyword }) => keyword);
  const parameters = EXTENSIONS.flatMap(({ mailParams, rcptParams }) => [
    ...Object.keys(mailParams),
    ...Object.keys(rcptParams),
  ]);
  const words = [
    ...VERBS.map(({ name }) => name),
    ...extensions,
    ...parameters,
    ...MECHANISMS.map(({ name }) => name),
    ...REPLY_CODES.map(({ code }) => String(code)),
    ...ENHANCED_CODES.flatMap(({ subject, detail, classes = [2, 4, 5] }) =>
      classes.map(digit => `${String(digit)}.${String(subject)}.${String(detail)}`),
    ),
    ...RULES.map(({ id }) => id),
    ...DIRECTIVES.map(({ name }) => `@${name}`),
  ];
  return [...new Set(words)].flatMap(word => {
    const found = explanationOf(word);
    const [first] = found;
    if (first === undefined) return [];
    const kinds = [...new Set(found.map(({ kind }) => kind.replace('-', ' ')))];
    return [{ word, kind: kinds.join(', '), meaning: first.meaning[0] ?? '' }];
  });
}
