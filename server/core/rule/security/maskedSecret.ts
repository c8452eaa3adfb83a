import { decodeBase64 } from '../../smtp/base64.ts';
import { maskKind } from '../../smtp/maskedSecret.ts';
import type { Scanner } from '../../octets/scanner.ts';

/** A stand-in for a secret or no secret at all: `***`, `<redacted>`, `{{password}}`, `=`, `*`. */
export function isMaskText(text: string): boolean {
  const value = text.trim();
  return value === '' || value === '=' || value === '*' || maskKind(value) !== null;
}

/**
 * The text of an AUTH frame: decoded where it is base64 of text, else as written (some tools print
 * it decoded). NUL stays NUL, also where it is written `\0`.
 */
export function frameText(scanner: Scanner, octets: Uint8Array): string {
  const written = scanner.utf8(octets, 0, octets.length);
  if (isMaskText(written)) return written;
  const decoded = decodeBase64(octets, 0, octets.length);
  if (decoded === undefined) return written.replaceAll('\\0', '\0');
  return scanner.utf8(decoded, 0, decoded.length);
}
