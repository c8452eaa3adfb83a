const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\0', '\\0'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

/**
 * Text in which nothing acts on a terminal or hides: control characters become `\xHH` (`\r \n \t \0`
 * by name), invisible ones (direction marks, joiners, lone surrogates) `\u{…}`. For reading, not
 * reversible: a backslash stays as it is.
 */
export function visibleOf(text: string): string {
  return text.replace(UNSEEN, escapeOf);
}

function escapeOf(character: string): string {
  const named = NAMED.get(character);
  if (named !== undefined) return named;
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`;
}

/** The octets as visible text: UTF-8 where they are, else one character or `\xHH` an octet. */
export function visibleOctets(octets: Uint8Array): string {
  const text = DECODER.decode(octets);
  if (!text.includes('\ufffd')) return visibleOf(text);
  const latin1 = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  return visibleOf(latin1).replace(HIGH, escapeOf);
}

const HIGH = /[\u0080-\u00ff]/g;
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
