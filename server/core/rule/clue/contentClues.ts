import { LIMITS } from '../../smtp/limits.ts';
import type { Chunk, Content, Session } from '../../transcript/model.ts';
import { tallyOf } from '../../transcript/tallyOf.ts';
import { cluesFrom } from './clue.ts';
import type { Clues } from './clue.ts';

const ODD_CONTENT = cluesFrom('odd-content');
const BIG_CONTENT = cluesFrom('big-content');
const ODD_LINES = cluesFrom('odd-lines');
const EIGHT_BIT = cluesFrom('eight-bit');
const UNMARKED = cluesFrom('unmarked');
const LINE_ENDS = cluesFrom('line-ends');
const CONTROL_OCTETS = cluesFrom('controls');

const NUL = 0;
const TAB = 9;
const LF = 10;
const CR = 13;
const DELETE = 127;
const CRLF = 2;
const LETTER_C = 67;
const BACKSLASH = 92;
const COLON = 58;
const RAW_MARK = Uint8Array.of(BACKSLASH, COLON);

/** Octets that few sessions have, searched for in all of it at once. */
export interface RareOctets {
  readonly ascii: boolean;
  /** The mark of a raw line. */
  readonly raw: boolean;
  readonly clues: Clues;
}

/** What the octets are those of: of a text somebody edits, controls but NUL are not looked for. */
export type OctetsOf = 'text' | 'file';

/** Searches the lines of a session, content included. */
export function rareOctetsOf(chunk: Chunk, { span }: Session, octetsOf: OctetsOf): RareOctets {
  const { octets, scanner, origin } = chunk;
  const { start } = span;
  const end = Math.min(octets.length, span.end + CRLF);
  const has = (octet: number): boolean => scanner.indexOf(octets, octet, start, end) >= 0;
  const raw = origin !== undefined || scanner.indexOfSequence(octets, RAW_MARK, start, end) >= 0;
  const nul = has(NUL);
  const controls = raw || nul || (octetsOf === 'file' && CONTROLS.some(has));
  const lineEnds = raw || nul || has(CR);
  const ascii = scanner.isAscii(octets, start, end);
  return { ascii, raw, clues: (lineEnds ? LINE_ENDS : 0) | (controls ? CONTROL_OCTETS : 0) };
}

/** One native search for each is many times faster than one look at each octet. */
const CONTROLS: readonly number[] = [
  ...Array.from({ length: 32 }, (_, octet) => octet).filter(
    octet => octet !== NUL && octet !== TAB && octet !== LF && octet !== CR,
  ),
  DELETE,
];

/** What the content of a message shows but its header, for which MAIL declared so many octets. */
export function contentClues(
  chunk: Chunk,
  content: Content,
  declared: number,
  rare: RareOctets,
): Clues {
  const { octets, longest, loneDot } = tallyOf(chunk, content);
  const usual = isUsual(content);
  const odd = rare.raw || loneDot || longest > LIMITS.textLine.value - CRLF;
  const ascii = !rare.raw && (rare.ascii || isAscii(chunk, content));
  return (
    (usual && octets > 0 ? 0 : ODD_CONTENT) |
    (octets > declared ? BIG_CONTENT : 0) |
    (odd ? ODD_LINES : 0) |
    (ascii ? 0 : EIGHT_BIT) |
    (usual && beginsMarked(chunk, content) ? 0 : UNMARKED)
  );
}

function isAscii({ octets, scanner }: Chunk, { blocks }: Content): boolean {
  return blocks.every(({ start, end }) => scanner.isAscii(octets, start, end));
}

/** What 354 asked for and a dot ends, shown as a whole. */
export function isUsual({ how, shown, terminator, misplaced }: Content): boolean {
  return how === 'data' && shown && terminator !== undefined && misplaced === 'none';
}

/** The first line and the dot carry the mark of the client. */
function beginsMarked({ octets }: Chunk, { blocks, terminator }: Content): boolean {
  const first = blocks[0];
  if (terminator?.marked === false) return false;
  if (first === undefined) return true;
  const colon = first.start + (octets[first.start + 1] === BACKSLASH ? 2 : 1);
  return octets[first.start] === LETTER_C && octets[colon] === COLON;
}
