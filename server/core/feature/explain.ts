import { generalMessage } from '../rule/generalMessage.ts';
import { RULES } from '../rule/registry.ts';
import { enhancedCodeOf } from '../smtp/enhancedCodes.ts';
import { EXTENSIONS, extensionOf } from '../smtp/extensions.ts';
import { replyClassOf, replyCodeOf } from '../smtp/replyCodes.ts';
import { serverTextsIn } from '../smtp/serverTexts.ts';
import type { ServerText } from '../smtp/serverTexts.ts';
import { verbOf } from '../smtp/verbs.ts';
import { directiveEntryOf } from '../transcript/directives.ts';
import type { Run } from './explanation.ts';
import { mechanismOf } from './mechanisms.ts';

/** What a word of the protocol means. Plain text in our own words, no transcript text. */
export interface Explanation {
  readonly kind:
    | 'rule'
    | 'verb'
    | 'extension'
    | 'parameter'
    | 'mechanism'
    | 'directive'
    | 'reply-code'
    | 'enhanced-code'
    | 'server-text';
  readonly title: string;
  /** Sentences, most important first. */
  readonly meaning: readonly string[];
  /** What to do next. */
  readonly advice: string | undefined;
  readonly refs: readonly string[];
}

/**
 * Everything known about a word, in any letter case, or about a reply with its text, a command with
 * its parameters; empty where it means nothing here.
 */
export function explanationOf(asked: string): readonly Explanation[] {
  const words = asked.trim().replace(/^#?\s*@(\S+)[^]*/, '@$1');
  if (/\s/.test(words)) {
    const reply = replyExplained(words);
    return reply.length > 0 ? reply : commandExplained(words);
  }
  const word = words.replace(/^@/, '');
  const directive = word === words ? [] : directiveNamed(word);
  if (directive.length > 0) return directive;
  return [
    ...ruleNamed(word),
    ...verbNamed(word),
    ...extensionNamed(word),
    ...parametersNamed(word),
    ...mechanismNamed(word),
    ...directiveNamed(word),
    ...replyCode(word),
    ...enhancedCode(word),
  ];
}

const MOST_PARAMETERS = 20;

function commandExplained(asked: string): Explanation[] {
  const [verb = '', ...others] = asked.replace(/^(?:C:|[-~]*>)\s+/, '').split(/\s+/);
  const known = verbNamed(verb);
  if (known.length === 0) return [];
  const named = others.slice(0, MOST_PARAMETERS);
  return [...known, ...named.flatMap(parametersNamed), ...named.flatMap(mechanismNamed)];
}

/** Wordings that are known, most special first, then what the codes mean. */
function replyExplained(asked: string): Explanation[] {
  const reply = asked.replace(/^(?:S:|<[-~*]+|<)\s+/, '');
  const [, digits = ''] = /^([2-5]\d\d)(?:[ -]|$)/.exec(reply) ?? [];
  const text = reply.replace(/(?:^|\n\s*)(?:S: )?[2-5]\d\d(?:[ -]|$)/g, ' ').trim();
  const [enhanced = ''] = /^[245]\.\d{1,3}\.\d{1,3}\b/.exec(text) ?? [];
  const code = digits === '' ? 0 : Number(digits);
  const texts = code === 0 ? textsWithoutCode(text) : serverTextsIn(code, text);
  return [...texts.map(serverText), ...replyCode(digits), ...enhancedCode(enhanced)];
}

/** A text alone may have stood in a refusal of either kind. */
function textsWithoutCode(text: string): readonly ServerText[] {
  return [...new Set([500, 400].flatMap(code => serverTextsIn(code, text)))].slice(0, 2);
}

function serverText({ who, meaning, advice, page }: ServerText): Explanation {
  return {
    kind: 'server-text',
    title: `A known text: ${who}`,
    meaning: [meaning],
    advice,
    refs: page === undefined ? [] : [page],
  };
}

function mechanismNamed(word: string): Explanation[] {
  const mechanism = mechanismOf(word);
  if (mechanism === undefined) return [];
  const { name, description, ref } = mechanism;
  const title = `${name} (SASL mechanism)`;
  return [{ kind: 'mechanism', title, meaning: [description], advice: undefined, refs: [ref] }];
}

function directiveNamed(word: string): Explanation[] {
  const entry = directiveEntryOf(word);
  if (entry === undefined) return [];
  return [
    {
      kind: 'directive',
      title: `# @${entry.name} ${entry.value}`,
      meaning: [entry.description],
      advice: undefined,
      refs: ['docs/format.md'],
    },
  ];
}

function ruleNamed(word: string): Explanation[] {
  return RULES.filter(rule => rule.id === word.toLowerCase()).map(rule => ({
    kind: 'rule',
    title: `${rule.id} (${rule.category}, ${rule.severity})`,
    meaning: [generalMessage(rule.message), rule.why],
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
  if (!/^[1-9]\d\d$/.test(word)) return [];
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

/** What an explanation says, paragraph by paragraph, for `renderMarkdown`. */
export function paragraphsOf({ meaning, advice, refs }: Explanation): readonly (readonly Run[])[] {
  return [
    ...meaning.map((sentence): Run[] => [sentence]),
    ...(advice === undefined ? [] : [[`What to do: ${advice}`]]),
    ...(refs.length === 0 ? [] : [refs.flatMap(refRuns)]),
  ];
}

function refRuns(ref: string, index: number): Run[] {
  const shown: Run = ref.startsWith('https://') ? { link: ref } : ref;
  return index === 0 ? [shown] : [', ', shown];
}
