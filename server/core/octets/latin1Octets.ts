/** The octets of a text in which no character is above U+00FF. */
export function latin1Octets(text: string): Uint8Array {
  return Uint8Array.from(text, character => character.charCodeAt(0));
}
