const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 0x3d;

let sextets: Int8Array | undefined;

/** The six bits an octet stands for, or -1. */
function sextetOf(octet: number): number {
  if (sextets === undefined) {
    sextets = new Int8Array(256).fill(-1);
    for (let value = 0; value < 64; value += 1) sextets[ALPHABET.charCodeAt(value)] = value;
  }
  return sextets[octet] ?? -1;
}

function paddingOf(octets: Uint8Array, start: number, end: number): number {
  if (end - start < 4 || octets[end - 1] !== PAD) return 0;
  return octets[end - 2] === PAD ? 2 : 1;
}

/**
 * True when [start, end) is base64 (RFC 4648 4): whole groups of four, padding at the end only, no
 * line breaks or blanks. The empty range is base64 of nothing.
 */
export function isBase64(octets: Uint8Array, start: number, end: number): boolean {
  if ((end - start) % 4 !== 0) return false;
  const last = end - paddingOf(octets, start, end);
  for (let at = start; at < last; at += 1) {
    if (sextetOf(octets[at] ?? 0) < 0) return false;
  }
  return true;
}

/** The decoded octets of [start, end), or undefined where it is not base64. */
export function decodeBase64(
  octets: Uint8Array,
  start: number,
  end: number,
): Uint8Array | undefined {
  if (!isBase64(octets, start, end)) return undefined;
  const last = end - paddingOf(octets, start, end);
  const decoded = new Uint8Array(Math.trunc(((last - start) * 6) / 8));
  let bits = 0;
  let held = 0;
  let to = 0;
  for (let at = start; at < last; at += 1) {
    held = ((held << 6) | sextetOf(octets[at] ?? 0)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    decoded[to] = held >> bits;
    to += 1;
  }
  return decoded;
}

/** The base64 text of octets, padded, on one line (RFC 4648 4). */
export function encodeBase64(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += 3) {
    const left = octets.length - at;
    const group = ((octets[at] ?? 0) << 16) | ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    text += left > 1 ? ALPHABET.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? ALPHABET.charAt(group & 63) : '=';
  }
  return text;
}
