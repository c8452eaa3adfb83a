import { visibleOf } from '../core/octets/visible.ts';
import { extensionOf } from '../replay/expect/extensions.ts';

/** Extensions and parameters that are named; more are counted. */
const MOST_NAMED = 12;
const LONGEST_NAME = 60;

/** What two servers offer differently: a sentence, and the lines it is about. */
export interface OfferDifference {
  readonly message: string;
  readonly first: OfferLine | null;
  readonly second: OfferLine | null;
}

/** A line of the list, from 0, and how many more are meant. */
export interface OfferLine {
  readonly at: number;
  readonly more: number;
}

/** What only one of two servers offers, or with other parameters; both lists without the host. */
export function offerDifferences(
  first: readonly string[],
  second: readonly string[],
): readonly OfferDifference[] {
  const [one, other] = [offersOf(first), offersOf(second)];
  return [
    ...onlyInOne('first', missingFrom(one, other)),
    ...onlyInOne('second', missingFrom(other, one)),
    ...otherParameters(one, other),
  ];
}

interface Offer {
  readonly keyword: string;
  readonly parameters: Set<string>;
  /** The first line that offers it. */
  readonly at: number;
}

type Offers = ReadonlyMap<string, Offer>;

/** By keyword, and by meaning. */
function offersOf(lines: readonly string[]): Offers {
  const offers = new Map<string, Offer>();
  for (const [at, line] of lines.entries()) {
    const [keyword = '', ...parameters] = extensionOf(line).split(' ');
    const known = offers.get(keyword) ?? { keyword, parameters: new Set(), at };
    for (const parameter of parameters) known.parameters.add(parameter);
    offers.set(keyword, known);
  }
  return offers;
}

function missingFrom(one: Offers, other: Offers): readonly Offer[] {
  return [...one.values()].filter(({ keyword }) => !other.has(keyword));
}

function onlyInOne(
  which: 'first' | 'second',
  offers: readonly Offer[],
): readonly OfferDifference[] {
  const [offer] = offers;
  if (offer === undefined) return [];
  const message = `Only the ${which} server offers ${listed(offers.map(({ keyword }) => keyword))}.`;
  return [
    { message, first: null, second: null, [which]: { at: offer.at, more: offers.length - 1 } },
  ];
}

function otherParameters(one: Offers, other: Offers): readonly OfferDifference[] {
  return [...one.values()].flatMap(offer => {
    const theirs = other.get(offer.keyword);
    if (theirs === undefined) return [];
    const messages = [
      parameterMessage('first', offer.keyword, without(offer.parameters, theirs.parameters)),
      parameterMessage('second', offer.keyword, without(theirs.parameters, offer.parameters)),
    ];
    return messages
      .filter(message => message !== '')
      .map(message => ({
        message,
        first: { at: offer.at, more: 0 },
        second: { at: theirs.at, more: 0 },
      }));
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
