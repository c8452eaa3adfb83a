import { DIALECTS } from '../dialect/registry.ts';
import { EXTENSIONS } from '../smtp/extensions.ts';
import { saslMechanisms } from '../smtp/saslMechanisms.ts';
import { generalMessage } from '../rule/generalMessage.ts';
import { RULES } from '../rule/registry.ts';
import { MECHANISMS, mechanismOf } from './mechanisms.ts';
import type { Completion, Typing } from './typing.ts';
import { lastWord } from './typing.ts';
import { DIRECTIVES, directiveEntryOf } from '../transcript/directives.ts';

/** What may stand at the cursor of a `# @…` line. */
export function completeDirective(typing: Typing): Completion[] {
  const match = /^#[ \t]*(@?)([\w-]*)(?:[ \t]+(.*))?$/.exec(typing.text);
  if (match === null) return [];
  const [, at = '', name = '', value] = match;
  if (value === undefined) return at === '' && name !== '' ? [] : names(typing, at + name);
  if (at === '') return [];
  if (name.startsWith('disable-')) return rules(typing, value);
  return wordsOf(typing, name, value) ?? choices(typing, name, value);
}

/** Of directives whose value is made of several words; undefined for the others. */
function wordsOf(typing: Typing, name: string, value: string): Completion[] | undefined {
  if (name === 'auth') return authWords(typing, value);
  if (name === 'if' || name === 'unless') return conditions(typing, value);
  if (name !== 'reply') return undefined;
  const words = value.split(',');
  if (/^\s*pattern\s/i.test(words.at(-1) ?? '')) return [];
  return choices(typing, name, (words.at(-1) ?? '').trimStart());
}

const OF_AUTH: readonly (readonly [word: string, detail: string])[] = [
  ['user=', 'whose secret it is'],
  ['secret=', 'the name of the secret, never the secret itself'],
  ['authzid=', 'whom to act as'],
  ['initial=no', 'send AUTH alone, and the first response after a 334'],
];

/** The mechanism, offered ones first; then what it needs. Nobody proposes a name, nor a secret. */
function authWords(typing: Typing, value: string): Completion[] {
  const words = value.split(/[ \t]+/);
  const word = words.at(-1) ?? '';
  if (words.length < 2) {
    return mechanisms(
      typing,
      word,
      saslMechanisms.map(({ name }) => name),
    );
  }
  if (word.includes('=')) return [];
  return OF_AUTH.filter(([label]) => {
    return !words.some(each => each.startsWith(label.replace(/=.*/, '=')));
  }).map(([label, detail], rank) => ({ ...valueAt(typing, word, label), detail, rank }));
}

/** Keywords that the server offers here, then all others; after AUTH its mechanisms. */
function conditions(typing: Typing, value: string): Completion[] {
  const [keyword = '', parameter] = value.split(/[ \t]+/);
  const { capabilities } = typing.moment.hoped;
  if (parameter !== undefined) {
    if (keyword.toUpperCase() !== 'AUTH') return [];
    return mechanisms(
      typing,
      parameter,
      MECHANISMS.map(({ name }) => name),
    );
  }
  const all = new Set([...capabilities.keys(), ...EXTENSIONS.map(each => each.keyword)]);
  return Array.from(all, (label, rank) => ({
    ...valueAt(typing, keyword, label),
    detail: capabilities.has(label) ? 'offered by the server' : '',
    rank,
  }));
}

function mechanisms(typing: Typing, word: string, names: readonly string[]): Completion[] {
  const offered = (typing.moment.hoped.capabilities.get('AUTH') ?? '').toUpperCase().split(/\s+/);
  return names.map((label, rank) => ({
    ...valueAt(typing, word, label),
    detail: mechanismOf(label)?.ref ?? '',
    about: mechanismOf(label)?.description ?? '',
    rank: offered.includes(label) ? rank : rank + names.length,
  }));
}

function valueAt(typing: Typing, word: string, label: string): Completion {
  const at = lastWord(typing, word.length);
  return { kind: 'value', label, insert: label, at, detail: '', rank: 0 };
}

function names(typing: Typing, word: string): Completion[] {
  const blank = typing.text === '#' ? ' ' : '';
  return DIRECTIVES.map((entry, rank) => ({
    kind: 'directive',
    label: `@${entry.name}`,
    insert: `${blank}@${entry.name} `,
    at: lastWord(typing, word.length),
    detail: entry.value,
    about: entry.description,
    rank,
  }));
}

function choices(typing: Typing, name: string, value: string): Completion[] {
  const known =
    name === 'dialect' ? DIALECTS.map(each => each.id) : directiveEntryOf(name)?.choices;
  return (known ?? []).map((label, rank) => ({
    kind: 'value',
    label,
    insert: label,
    at: lastWord(typing, value.length),
    detail: '',
    rank,
  }));
}

/** Rule ids that are not named yet; after `--` comes the reason. */
function rules(typing: Typing, value: string): Completion[] {
  if (/(?:^|\s)--/.test(value)) return [];
  const words = value.split(/[\s,]+/);
  const word = words.pop() ?? '';
  return RULES.filter(rule => !words.includes(rule.id)).map(rule => ({
    kind: 'rule',
    label: rule.id,
    insert: rule.id,
    at: lastWord(typing, word.length),
    detail: rule.category,
    about: `${generalMessage(rule.message)} ${rule.why}`,
    rank: 0,
  }));
}
