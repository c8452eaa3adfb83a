import { decodeBase64 } from '../../smtp/base64.ts';
import type { Scanner } from '../../octets/scanner.ts';

// What programs and people put where a secret was; compared without anything but letters.
const WORDS: readonly string[] = [
  'redacted',
  'removed',
  'masked',
  'hidden',
  'omitted',
  'censored',
  'stripped',
  'suppressed',
];

/** A stand-in for a secret: `***`, `<redacted>`, `{{password}}`, `$PASSWORD`, `PASSWORD_REMOVED`. */
export function isMaskText(text: string): boolean {
  const value = text.trim();
  if (value === '' || value === '=' || value === '*') return true;
  if (/^(?:\*+|[xX]{3,}|\.{3,}|•+|…|#{3,}|-{3,}|_{3,}|\?{3,})$/.test(value)) return true;
  if (/^(?:<[^<>]*>|\[[^[\]]*\]|\{\{[^{}]*\}\}|\$\{[^{}]*\}|\$[A-Z_]+|%[A-Z_]+%)$/.test(value))
    return true;
  const letters = value.replace(/[^A-Za-z]/g, '').toLowerCase();
  const spaced = /[\s_-]/.test(value) || letters.length === value.length;
  return (
    spaced && WORDS.some(word => letters === word || (isShouted(value) && letters.endsWith(word)))
  );
}

function isShouted(text: string): boolean {
  return text === text.toUpperCase() || /[\s_-]/.test(text);
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
