/** Characters of the octets 0x80 to 0x9F in Windows-1252; U+FFFD where it has none. */
const SPECIAL =
  '\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd' +
  '\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178';

/** Text of Windows-1252, given one character an octet. */
export function windows1252(latin1: string): string {
  return latin1.replace(/[\x80-\x9f]/g, character =>
    SPECIAL.charAt(character.charCodeAt(0) - 0x80),
  );
}
