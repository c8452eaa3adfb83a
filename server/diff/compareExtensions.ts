import { visibleOf } from '../core/octets/visible.ts';
import { extensionOf } from '../replay/expect/extensions.ts';

/** Extensions and parameters that are named; more are counted. */
const MOST_NAMED = 12;
const LONGEST_NAME = 60;

/** What only one of two servers offers, or with other parameters: a sentence each. */
export function extensionMessages(
  first: readonly string[],
  second: readonly string[],
): readonly string[] {
  const [one, other] = [offersOf(first), offersOf(second)];
  const messages = [
    onlyIn('first', missingFrom(one, other)),
    onlyIn('second', missingFrom(other, one)),
    ...parameterMessages(one, other),
  ].filter(message => message !== '');
  return messages.length > 0 ? messages : ['The servers repeat some of what they offer.'];
}

type Offers = ReadonlyMap<string, ReadonlySet<string>>;

/** Keyword to parameters, by meaning. */
function offersOf(lines: readonly string[]): Offers {
  const offers = new Map<string, Set<string>>();
  for (const line of lines) {
    const [keyword = '', ...parameters] = extensionOf(line).split(' ');
    const known = offers.get(keyword) ?? new Set();
    for (const parameter of parameters) known.add(parameter);
    offers.set(keyword, known);
  }
  return offers;
}

function missingFrom(one: Offers, other: Offers): readonly string[] {
  return [...one.keys()].filter(keyword => !other.has(keyword));
}

function onlyIn(which: 'first' | 'second', keywords: readonly string[]): string {
  return keywords.length === 0 ? '' : `Only the ${which} server offers ${listed(keywords)}.`;
}

function parameterMessages(one: Offers, other: Offers): readonly string[] {
  return [...one].flatMap(([keyword, parameters]) => {
    const theirs = other.get(keyword);
    if (theirs === undefined) return [];
    return [
      parameterMessage('first', keyword, without(parameters, theirs)),
      parameterMessage('second', keyword, without(theirs, parameters)),
    ];
  });
}

function parameterMessage(
  which: 'first' | 'second',
  keyword: string,
  parameters: readonly string[],
): string {
  if (parameters.length === 0) return '';
  return `Only the ${which} server offers ${short(keyword)} with ${listed(parameters)}.`;
}

function without(one: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] {
  return [...one].filter(parameter => !other.has(parameter));
}

function listed(words: readonly string[]): string {
  const named = words.slice(0, MOST_NAMED).map(short).join(', ');
  const more = words.length - MOST_NAMED;
  return more > 0 ? `${named} and ${String(more)} more` : named;
}

function short(word: string): string {
  return visibleOf(word.length > LONGEST_NAME ? `${word.slice(0, LONGEST_NAME)}…` : word);
}
