import { DIALECTS } from '../dialect/registry.ts';
import { generalMessage } from '../rule/generalMessage.ts';
import { RULES } from '../rule/registry.ts';
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
  return choices(typing, name, value);
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
