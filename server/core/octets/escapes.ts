const BACKSLASH = 92;

/** The octets a raw line (`C\: …`) stands for, and where each came from. */
export interface Unescaped {
  readonly octets: Uint8Array;
  /** For each octet its offset in the source, and one more entry for the end. */
  readonly origins: Uint32Array;
  /** Source offsets of escapes that mean nothing; they are kept as written. */
  readonly invalid: readonly number[];
}

/** Resolves `\r \n \0 \xHH \\` in [start, end); any other backslash stands for itself. */
export function unescape(source: Uint8Array, start: number, end: number): Unescaped {
  const octets = new Uint8Array(end - start);
  const origins = new Uint32Array(end - start + 1);
  const invalid: number[] = [];
  let length = 0;
  let at = start;
  while (at < end) {
    origins[length] = at;
    const step = source[at] === BACKSLASH ? escapeAt(source, at, end) : undefined;
    if (source[at] === BACKSLASH && step === undefined) invalid.push(at);
    octets[length++] = step?.octet ?? source[at] ?? 0;
    at += step?.width ?? 1;
  }
  origins[length] = end;
  return { octets: octets.subarray(0, length), origins: origins.subarray(0, length + 1), invalid };
}

/** Length without the line end that raw text spells out. */
export function lengthBeforeLineEnd(octets: Uint8Array): number {
  let end = octets.length;
  if (octets[end - 1] === 10) end--;
  if (octets[end - 1] === 13) end--;
  return end;
}

function escapeAt(
  source: Uint8Array,
  at: number,
  end: number,
): { octet: number; width: number } | undefined {
  if (at + 1 >= end) return undefined;
  switch (source[at + 1]) {
    case 114: // r
      return { octet: 13, width: 2 };
    case 110: // n
      return { octet: 10, width: 2 };
    case 48: // 0
      return { octet: 0, width: 2 };
    case BACKSLASH:
      return { octet: BACKSLASH, width: 2 };
    case 120: // x
      return hexEscapeAt(source, at, end);
    default:
      return undefined;
  }
}

function hexEscapeAt(
  source: Uint8Array,
  at: number,
  end: number,
): { octet: number; width: number } | undefined {
  if (at + 3 >= end) return undefined;
  const high = hexDigit(source[at + 2]);
  const low = hexDigit(source[at + 3]);
  return high < 0 || low < 0 ? undefined : { octet: high * 16 + low, width: 4 };
}

function hexDigit(octet = 0): number {
  if (octet >= 48 && octet <= 57) return octet - 48;
  const letter = octet | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
