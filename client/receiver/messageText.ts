/** How much of a message is shown, octets. */
export const SHOWN_OCTETS = 2_000_000;

/** What acts on a reader without being seen: controls (but tab and line ends), direction marks. */
const UNSEEN = /(?![\t\n])[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** A stored message as text: UTF-8 where it is, else one character an octet; nothing hides in it. */
export function messageText(octets: Uint8Array, cut: boolean): string {
  const text = decoded(octets).replace(/\r\n?/g, '\n').replace(UNSEEN, escapeOf);
  const note = `\n[The message goes on; the first ${String(octets.length)} octets are shown.]\n`;
  return cut ? text + note : text;
}

function decoded(octets: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  }
}

function escapeOf(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16);
  return digits.length <= 2 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`;
}

/** `812 octets`, `12 KB`, `3.4 MB`. */
export function sizeText(octets: number): string {
  if (octets < 1000) return `${String(octets)} octets`;
  if (octets < 1_000_000) return `${String(Math.round(octets / 1000))} KB`;
  return `${(octets / 1_000_000).toFixed(1)} MB`;
}
