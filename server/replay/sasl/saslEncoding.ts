import { decodeBase64, encodeBase64 } from '../../core/smtp/base64.ts';
import { LIMITS } from '../../core/smtp/limits.ts';

/** A response as it stands on the line after a 334: base64, an empty line for nothing. */
export function encodeResponse(octets: Uint8Array): string {
  return encodeBase64(octets);
}

/** An initial response as it stands behind the mechanism: `=` for an empty one (RFC 4954 §4). */
export function encodeInitial(octets: Uint8Array): string {
  return octets.length === 0 ? '=' : encodeBase64(octets);
}

/** False where the command would be too long, so that the response has to wait for a 334 (RFC 4954 §4). */
export function fitsCommand(mechanism: string, octets: Uint8Array): boolean {
  const command = `AUTH ${mechanism} ${encodeInitial(octets)}\r\n`;
  return command.length <= LIMITS.commandLine.value;
}

/** The text of a 334 reply decoded; null where it is no base64. Blanks around it are forgiven. */
export function decodeChallenge(text: string): Uint8Array | null {
  const octets = new TextEncoder().encode(text.trim());
  return decodeBase64(octets, 0, octets.length) ?? null;
}
