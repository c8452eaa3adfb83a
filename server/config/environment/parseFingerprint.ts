/** A SHA-256 fingerprint in one spelling, colon-separated upper case; undefined where it is none. */
export function parseFingerprint(text: string): string | undefined {
  const digits = text.replace(/^sha-?256[:=\s]+/i, '').replace(/[:\s]/g, '');
  if (!/^[\dA-Fa-f]{64}$/.test(digits)) return undefined;
  return (digits.toUpperCase().match(/../g) ?? []).join(':');
}
