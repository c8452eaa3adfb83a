/** A character as `\uXXXX`, both halves of a surrogate pair: JSON and JavaScript read it back. */
export function unicodeEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map(unit => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
