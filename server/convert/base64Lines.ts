import { encodeBase64 } from '../core/smtp/base64.ts';

const OCTETS_A_LINE = 57;

/** Base64 in lines of 76 characters. */
export function base64Lines(octets: Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < octets.length; at += OCTETS_A_LINE) {
    lines.push(encodeBase64(octets.subarray(at, at + OCTETS_A_LINE)));
  }
  return lines;
}
