/** Reads pairs of hexadecimal digits, blanks between them left out; stops at anything else. */
export function hexOctets(text: string): Uint8Array {
  const octets = new Uint8Array(text.length >> 1);
  let length = 0;
  let high = -1;
  for (let at = 0; at < text.length; at++) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit < 0) {
      if (high >= 0 || text[at] !== ' ') break;
    } else if (high < 0) high = digit;
    else {
      octets[length++] = high * 16 + digit;
      high = -1;
    }
  }
  return octets.subarray(0, length);
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
