import { OCTET, isBlank, skipBlanks } from './octet.ts';

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
  while (verbEnd < end && !endsVerb(octets[verbEnd] ?? -1)) verbEnd++;
  const argumentStart = skipBlanks(octets, verbEnd, end);
  let argumentEnd = end;
  while (argumentEnd > argumentStart && isBlank(octets[argumentEnd - 1] ?? -1)) argumentEnd--;
  return {
    verb: upperCase(octets, verbStart, Math.min(verbEnd, verbStart + LONGEST_VERB)),
    verbStart,
    verbEnd,
    argumentStart,
    argumentEnd,
  };
}

function endsVerb(octet: number): boolean {
  return isBlank(octet) || octet === OCTET.colon;
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
