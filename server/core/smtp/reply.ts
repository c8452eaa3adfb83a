const SPACE = 32;
const HYPHEN = 45;

/** The fixed part of a reply line (RFC 5321 §4.2). */
export interface ReplyHead {
  /** 0 where the line does not begin with three digits. */
  readonly code: number;
  /** The octet after the code, -1 where the line ends there. */
  readonly separator: number;
  /** Where the text begins. */
  readonly text: number;
}

const NO_CODE = (start: number): ReplyHead => ({ code: 0, separator: -1, text: start });

/** Reads code and separator of a reply line in [start, end). */
export function readReplyHead(octets: Uint8Array, start: number, end: number): ReplyHead {
  if (end - start < 3) return NO_CODE(start);
  const a = digitAt(octets, start);
  const b = digitAt(octets, start + 1);
  const c = digitAt(octets, start + 2);
  if (a < 0 || b < 0 || c < 0) return NO_CODE(start);
  if (end - start > 3 && digitAt(octets, start + 3) >= 0) return NO_CODE(start);
  const code = a * 100 + b * 10 + c;
  if (end - start === 3) return { code, separator: -1, text: end };
  return { code, separator: octets[start + 3] ?? -1, text: start + 4 };
}

/** A code that a reply can have: 2 to 5, then 0 to 5, then any digit (RFC 5321 §4.2). */
export function isReplyCode(code: number): boolean {
  return code >= 200 && code < 600 && Math.trunc(code / 10) % 10 <= 5;
}

/** True where the line reads as a server's: three digits and a space or hyphen, or nothing more. */
export function looksLikeReply(octets: Uint8Array, start: number, end: number): boolean {
  const head = readReplyHead(octets, start, end);
  return (
    head.code > 0 &&
    (head.separator === SPACE || head.separator === HYPHEN || head.separator === -1)
  );
}

function digitAt(octets: Uint8Array, at: number): number {
  const digit = (octets[at] ?? 0) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}
