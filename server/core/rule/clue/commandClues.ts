import { OCTET, equalsText } from '../../smtp/octet.ts';
import type { Chunk, Command, Exchange, WireLine } from '../../transcript/model.ts';
import { cluesFrom } from './clue.ts';
import type { Clues } from './clue.ts';
import { plainHostEnd, plainPathEnd } from './plainName.ts';
import { ODD_PARAMS, isPlainNotify, plainParamsSize } from './plainParams.ts';
import type { VerbTraits } from './verbTraits.ts';

const BLANKS = cluesFrom('odd-blanks');
const OCTETS = cluesFrom('odd-octets');
const ARGUMENT = cluesFrom('odd-argument');
const HELLO = cluesFrom('odd-hello');
const PARAMS = cluesFrom('odd-params');
const PATH = cluesFrom('odd-path', 'odd-params');
const LONG_LINE = cluesFrom('long-line');
/** Of a raw line only its rules can tell. */
const ANY = BLANKS | OCTETS | ARGUMENT | HELLO | PATH | LONG_LINE;

const LONG = 500;

/** What the text of a command shows; of MAIL and RCPT see `pathEnd` and `paramClues` as well. */
export function commandClues({ octets }: Chunk, command: Command, traits: VerbTraits): Clues {
  if (command.raw) return traits.clues | ANY;
  const { start, end } = command.span;
  // DATA, RSET or QUIT and nothing else.
  if (traits.argument === 'none' && end - start === command.verb.length) return traits.clues;
  return traits.clues | octetClues(octets, start, end) | argumentClues(octets, command, traits);
}

/** What the length of a line shows. */
export function lengthClues({ span }: WireLine): Clues {
  return span.end - span.start >= LONG ? LONG_LINE : 0;
}

function octetClues(octets: Uint8Array, start: number, end: number): Clues {
  let clues = end - start >= LONG ? LONG_LINE : 0;
  let before: number = OCTET.space;
  for (let at = start; at < end; at++) {
    const octet = octets[at] ?? 0;
    if (octet <= OCTET.space) {
      if (octet !== OCTET.space && octet !== OCTET.tab) clues |= OCTETS;
      else if (octet !== OCTET.space || before === OCTET.space) clues |= BLANKS;
    } else if (octet >= OCTET.del) clues |= OCTETS;
    before = octet;
  }
  return before === OCTET.space ? clues | BLANKS : clues;
}

function argumentClues(octets: Uint8Array, { argument }: Command, traits: VerbTraits): Clues {
  const { start, end } = argument;
  const given = end > start;
  if (traits.argument === 'none') return given ? ARGUMENT : 0;
  if (traits.argument === 'needed' && !given) return ARGUMENT;
  return traits.isHello && plainHostEnd(octets, start, end) !== end ? HELLO : 0;
}

/** What path and parameters of a MAIL or RCPT show, and the size that MAIL declares. */
export interface PathLook {
  readonly clues: Clues;
  /** -1 where the clues leave it to the rules; infinite where none is declared. */
  readonly declared: number;
}

const ODD_PATH: PathLook = { clues: PATH, declared: ODD_PARAMS };
const ODD_PARAM: PathLook = { clues: PARAMS, declared: ODD_PARAMS };
const PLAIN: PathLook = { clues: 0, declared: Number.POSITIVE_INFINITY };

/** Looks at the argument of MAIL or RCPT. */
export function lookAtPath({ octets }: Chunk, exchange: Exchange): PathLook {
  const { verb, argument } = exchange.command;
  const { end } = argument;
  const after = pathEnd(octets, exchange.command);
  if (after === end) return PLAIN;
  if (after < 0 || after > end || !readsAsParams(octets, after, end)) return ODD_PATH;
  if (verb !== 'MAIL') return isPlainNotify(octets, after, end, exchange) ? PLAIN : ODD_PARAM;
  const declared = plainParamsSize(octets, after, end, exchange);
  return declared < 0 ? ODD_PARAM : { clues: 0, declared };
}

/** The command is MAIL or RCPT with a path of the plainest form and nothing behind it. */
export function hasPathOnly({ octets }: Chunk, command: Command): boolean {
  return pathEnd(octets, command) === command.argument.end;
}

/** Where a path of the plainest form ends, -1 where there is none. */
function pathEnd(octets: Uint8Array, { verb, argument, raw }: Command): number {
  const { start, end } = argument;
  const word = verb === 'MAIL' ? 'FROM:' : 'TO:';
  const path = start + word.length;
  if (raw || path >= end || !equalsText(octets, start, path, word)) return -1;
  const none = verb === 'MAIL' && octets[path + 1] === OCTET.greater;
  return none && octets[path] === OCTET.less ? path + 2 : plainPathEnd(octets, path, end);
}

/** A space, and no sign of another address. */
function readsAsParams(octets: Uint8Array, start: number, end: number): boolean {
  if (octets[start] !== OCTET.space) return false;
  for (let at = start; at < end; at++) {
    const octet = octets[at];
    if (octet === OCTET.at || octet === OCTET.less || octet === OCTET.quote) return false;
  }
  return true;
}
