import { latin1Octets } from '../octets/latin1Octets.ts';
import { OCTET, equalsText, isBlank, skipBlanks } from './octet.ts';

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

/** Verbs that come with every session; each is one string wherever it is read. */
const FREQUENT: readonly string[] = [
  ...['MAIL', 'RCPT', 'DATA', 'QUIT', 'EHLO', 'RSET', 'NOOP', 'HELO', 'LHLO', 'AUTH', 'BDAT'],
  ...['VRFY', 'STARTTLS'],
];

const BY_KEY: ReadonlyMap<number, string> = new Map(
  FREQUENT.map(verb => [keyOf(latin1Octets(verb), 0), verb]),
);

/** The first four octets as one number, letters in one case. */
function keyOf(octets: Uint8Array, start: number): number {
  const word =
    ((octets[start] ?? 0) << 24) |
    ((octets[start + 1] ?? 0) << 16) |
    ((octets[start + 2] ?? 0) << 8) |
    (octets[start + 3] ?? 0);
  return word & ~0x20202020;
}

/** ASCII upper case; other octets become Latin-1 characters. */
function upperCase(octets: Uint8Array, start: number, end: number): string {
  const frequent = BY_KEY.get(keyOf(octets, start));
  if (frequent !== undefined && equalsText(octets, start, end, frequent)) return frequent;
  let verb = '';
  for (let at = start; at < end; at++) {
    const octet = octets[at] ?? 0;
    verb += String.fromCharCode(octet >= 97 && octet <= 122 ? octet - 32 : octet);
  }
  return verb;
}
