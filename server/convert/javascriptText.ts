/** A JavaScript string literal of this text, in which nothing hides and no line ends. */
export function javascriptString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, escaped);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map(unit => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
