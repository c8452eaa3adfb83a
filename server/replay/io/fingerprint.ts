/**
 * A SHA-256 fingerprint as Node writes it, `AB:CD:…`; taken in either case, with colons, blanks or
 * nothing between the octets. Null where it is none.
 */
export function fingerprintOf(text: string): string | null {
  const digits = text.replace(/[\s:]/g, '').toUpperCase();
  return /^[0-9A-F]{64}$/.test(digits) ? digits.replace(/..(?=.)/g, '$&:') : null;
}
