/** Octets the grammars of SMTP name; all in US-ASCII. */
export const OCTET = {
  tab: 0x09,
  space: 0x20,
  quote: 0x22,
  hash: 0x23,
  plus: 0x2b,
  comma: 0x2c,
  hyphen: 0x2d,
  dot: 0x2e,
  slash: 0x2f,
  colon: 0x3a,
  semicolon: 0x3b,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  at: 0x40,
  open: 0x5b,
  backslash: 0x5c,
  close: 0x5d,
  underscore: 0x5f,
  del: 0x7f,
} as const;

/** DIGIT of RFC 5234. */
export function isDigit(octet: number): boolean {
  return octet >= 0x30 && octet <= 0x39;
}

/** ALPHA of RFC 5234. */
export function isAlpha(octet: number): boolean {
  const lower = octet | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Let-dig of RFC 5321 4.1.2. */
export function isLetDig(octet: number): boolean {
  return isDigit(octet) || isAlpha(octet);
}

/** Space or tab. */
export function isBlank(octet: number): boolean {
  return octet === OCTET.space || octet === OCTET.tab;
}

// The specials of atext in RFC 5322 3.2.3: ! # $ % & ' * + - / = ? ^ _ ` { | } ~
const ATEXT_SPECIALS: ReadonlySet<number> = new Set([
  0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2a, 0x2b, 0x2d, 0x2f, 0x3d, 0x3f, 0x5e, 0x5f, 0x60, 0x7b,
  0x7c, 0x7d, 0x7e,
]);

/** atext of RFC 5322 3.2.3, ASCII only. */
export function isAtext(octet: number): boolean {
  return isLetDig(octet) || ATEXT_SPECIALS.has(octet);
}

/** The octet at a place, or -1 outside the range; so a look-ahead needs no bounds check. */
export function octetAt(octets: Uint8Array, at: number, end: number): number {
  return at < end ? (octets[at] ?? -1) : -1;
}

/** The first place in [from, end) that is no blank, or `end`. */
export function skipBlanks(octets: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(octets[at] ?? -1)) at += 1;
  return at;
}

/** The first blank in [from, end), or `end`. */
export function nextBlank(octets: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && !isBlank(octets[at] ?? -1)) at += 1;
  return at;
}

/** True when [start, end) holds exactly the ASCII text, in any letter case. */
export function equalsText(octets: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let index = 0; index < text.length; index += 1) {
    const wanted = text.charCodeAt(index);
    const octet = octets[start + index] ?? -1;
    if (octet === wanted) continue;
    if ((octet ^ wanted) !== 32 || !isAlpha(octet) || !isAlpha(wanted)) return false;
  }
  return true;
}

/** One character an octet; meant for short ASCII ranges such as keywords. */
export function asciiText(octets: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(octets[at] ?? 0);
  return text;
}
