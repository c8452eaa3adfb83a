import { RULES } from '../rule/registry.ts';
import { enhancedCodeOf } from '../smtp/enhancedCodes.ts';
import { EXTENSIONS, extensionOf } from '../smtp/extensions.ts';
import { replyClassOf, replyCodeOf } from '../smtp/replyCodes.ts';
import { verbOf } from '../smtp/verbs.ts';

/** What a word of the protocol means. Plain text in our own words, no transcript text. */
export interface Explanation {
  readonly kind: 'rule' | 'verb' | 'extension' | 'parameter' | 'reply-code' | 'enhanced-code';
  readonly title: string;
  /** Sentences, most important first. */
  readonly meaning: readonly string[];
  /** What to do next. */
  readonly advice: string | undefined;
  readonly refs: readonly string[];
}

/** Everything known about a word, in any letter case; empty where it means nothing here. */
export function explanationOf(word: string): readonly Explanation[] {
  return [
    ...ruleNamed(word),
    ...verbNamed(word),
    ...extensionNamed(word),
    ...parametersNamed(word),
    ...replyCode(word),
    ...enhancedCode(word),
  ];
}

function ruleNamed(word: string): Explanation[] {
  return RULES.filter(rule => rule.id === word.toLowerCase()).map(rule => ({
    kind: 'rule',
    title: `${rule.id} (${rule.category}, ${rule.severity})`,
    meaning: [rule.message.replace(/\{\w+\}/g, '…'), rule.why],
    advice: rule.advice,
    refs: rule.refs,
  }));
}

function verbNamed(word: string): Explanation[] {
  const verb = verbOf(word);
  if (verb === undefined) return [];
  const { success, intermediate, error } = verb.replies;
  const codes = [...success, ...intermediate, ...error].join(', ');
  return [
    {
      kind: 'verb',
      title: `${verb.name}: ${verb.syntax}`,
      meaning: [verb.description, ...(codes === '' ? [] : [`Replies: ${codes}.`])],
      advice: verb.note,
      refs: [verb.ref],
    },
  ];
}

function extensionNamed(word: string): Explanation[] {
  const extension = extensionOf(word);
  if (extension === undefined) return [];
  return [
    {
      kind: 'extension',
      title: `${extension.keyword} (service extension, ${extension.status})`,
      meaning: [extension.description],
      advice: extension.note,
      refs: [extension.ref],
    },
  ];
}

function parametersNamed(word: string): Explanation[] {
  const keyword = word.replace(/=.*$/, '').toUpperCase();
  return EXTENSIONS.flatMap(extension => {
    const found: Explanation[] = [];
    for (const [verb, params] of [
      ['MAIL', extension.mailParams],
      ['RCPT', extension.rcptParams],
    ] as const) {
      const grammar = params[keyword];
      if (grammar === undefined) continue;
      found.push({
        kind: 'parameter',
        title: `${keyword}, parameter of ${verb}`,
        meaning: [
          `Needs the extension ${extension.keyword}: ${extension.description}`,
          `Value: ${grammar}.`,
        ],
        advice: undefined,
        refs: [extension.ref],
      });
    }
    return found;
  });
}

function replyCode(word: string): Explanation[] {
  if (!/^[2-5]\d\d$/.test(word)) return [];
  const code = Number(word);
  const entry = replyCodeOf(code);
  const group = replyClassOf(code);
  const general = group === undefined ? [] : [group.meaning];
  if (entry === undefined && group === undefined) return [];
  return [
    {
      kind: 'reply-code',
      title: word,
      meaning:
        entry === undefined
          ? [...general, 'This code is not in the tables.']
          : [entry.meaning, ...general],
      advice: entry?.advice,
      refs: [entry?.ref ?? 'RFC 5321 §4.2.1'],
    },
  ];
}

function enhancedCode(word: string): Explanation[] {
  const found = enhancedCodeOf(word);
  if (found === undefined) return [];
  const { entry, className, subjectName } = found;
  return [
    {
      kind: 'enhanced-code',
      title: word,
      meaning: [
        entry?.text ?? 'This code is not registered.',
        `Class: ${className}.${subjectName === undefined ? '' : ` Subject: ${subjectName}.`}`,
      ],
      advice: entry?.advice,
      refs: [entry?.ref ?? 'RFC 3463'],
    },
  ];
}
