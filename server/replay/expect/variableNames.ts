import { octetPlaces, textPlaces } from '../../core/transcript/variablePlaces.ts';
import type { Place } from '../../core/transcript/variablePlaces.ts';

/** Names of the `{{name}}` places in octets, each once, in the order of the first. */
export function variableNamesIn(octets: Uint8Array): readonly string[] {
  return namesOf(octetPlaces(octets));
}

/** Names of the `{{name}}` places in a text, each once, in the order of the first. */
export function variableNamesInText(text: string): readonly string[] {
  return namesOf(textPlaces(text));
}

function namesOf(places: readonly Place[]): readonly string[] {
  return [...new Set(places.map(({ name }) => name))];
}
