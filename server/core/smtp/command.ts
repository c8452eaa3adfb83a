const SPACE = 32;
const TAB = 9;
const COLON = 58;

/** Where verb and argument of a command line stand (RFC 5321 §2.4, 4.1.1). */
export interface CommandHead {
  /** Upper-case, at most 64 characters, '' for an empty line. */
  readonly verb: string;
  readonly verbStart: number;
  readonly verbEnd: number;
  readonly argumentStart: number;
  /** Trailing blanks left out. */
  readonly argumentEnd: number;
}

const LONGEST_VERB = 64;

/** Splits the command line in [start, end). Leading blanks are skipped for recovery. */
export function readCommandHead(octets: Uint8Array, start: number, end: number): CommandHead {
  const verbStart = skipBlanks(octets, start, end);
  let verbEnd = verbStart;
  while (verbEnd < end && !isBlank(octets[verbEnd]) && octets[verbEnd] !== COLON) verbEnd++;
  const argumentStart = skipBlanks(octets, verbEnd, end);
  let argumentEnd = end;
  while (argumentEnd > argumentStart && isBlank(octets[argumentEnd - 1])) argumentEnd--;
  return {
    verb: upperCase(octets, verbStart, Math.min(verbEnd, verbStart + LONGEST_VERB)),
    verbStart,
    verbEnd,
    argumentStart,
    argumentEnd,
  };
}

/** ASCII upper case; other octets become Latin-1 characters. */
function upperCase(octets: Uint8Array, start: number, end: number): string {
  let verb = '';
  for (let at = start; at < end; at++) {
    const octet = octets[at] ?? 0;
    verb += String.fromCharCode(octet >= 97 && octet <= 122 ? octet - 32 : octet);
  }
  return verb;
}

function skipBlanks(octets: Uint8Array, at: number, end: number): number {
  while (at < end && isBlank(octets[at])) at++;
  return at;
}

function isBlank(octet: number | undefined): boolean {
  return octet === SPACE || octet === TAB;
}
