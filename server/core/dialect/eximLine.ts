import type { Scanner } from '../octets/scanner.ts';
import { isDigit } from '../smtp/octet.ts';
import { spells } from './lineRecord.ts';

const SPACE = 32;
const COLON = 58;
const LONGEST_PID = 8;
/** Exim writes the process id with at least this many columns. */
const PID_COLUMNS = 5;

/** What stands before the text of a line: `22:49:14.689  5717 SMTP>> 220 …`. */
export interface EximPrefix {
  /** The process id, '' where the log does not give it. */
  readonly pid: string;
  /** Where the text begins, its indentation included. */
  readonly text: number;
}

/** Reads the prefix of a debug line; nothing but digits at the place of the id is one. */
export function eximPrefixOf(
  octets: Uint8Array,
  from: number,
  { to, scanner }: { readonly to: number; readonly scanner: Scanner },
): EximPrefix {
  const time = afterTime(octets, from, to);
  let at = time;
  while (at < to && octets[at] === SPACE && at < time + PID_COLUMNS) at++;
  const digits = at;
  while (at < to && isDigit(octets[at] ?? -1) && at < digits + LONGEST_PID) at++;
  const none = { pid: '', text: time };
  if (at === digits || (octets[at] !== SPACE && at < to)) return none;
  const isWide = at - digits >= PID_COLUMNS;
  const isPid = (isWide ? digits === time : at === time + PID_COLUMNS) || isMark(octets, at + 1);
  return isPid ? { pid: scanner.latin1(octets, digits, at), text: Math.min(at + 1, to) } : none;
}

/** Do these octets spell the beginning of `SMTP>>`, indented or not? */
function isMark(octets: Uint8Array, at: number): boolean {
  return spells(octets, at, 'SMTP') || spells(octets, at, '  SMTP');
}

/** `HH:MM:SS `, with or without milliseconds and a time zone. */
function afterTime(octets: Uint8Array, from: number, to: number): number {
  if (!isDigit(octets[from] ?? -1) || octets[from + 2] !== COLON || octets[from + 5] !== COLON)
    return from;
  let at = from + 8;
  while (at < to && at < from + 16 && octets[at] !== SPACE) at++;
  if (octets[at] !== SPACE) return from;
  const zone = octets[at + 1];
  return (zone === 43 || zone === 45) && octets[at + 6] === SPACE ? at + 7 : at + 1;
}

/** `SMTP<<`, `SMTP>>`, `SMTP|>`, `SMTP+>`, `SMTP(close)>>` and the same of LMTP. */
export interface EximMark {
  /** '<': read; '>': written; '|' and '+': written, with more to come. */
  readonly arrow: '<' | '>' | '|' | '+';
  /** What stands in brackets between the name and the arrow: `close`, `closed`. */
  readonly event: string;
  /** Where the payload begins. */
  readonly payload: number;
  /** Indented by two: Exim is the client here. */
  readonly indented: boolean;
}

/** Reads the mark of a line of the dialogue; undefined where there is none. */
export function eximMarkOf(
  octets: Uint8Array,
  text: number,
  { to, scanner }: { readonly to: number; readonly scanner: Scanner },
): EximMark | undefined {
  const indented = octets[text] === SPACE && octets[text + 1] === SPACE;
  const at = indented ? text + 2 : text;
  if (octets[at + 1] !== 77 || octets[at + 2] !== 84 || octets[at + 3] !== 80) return undefined;
  if (octets[at] !== 83 && octets[at] !== 76) return undefined;
  const head = scanner.latin1(octets, at + 4, Math.min(to, at + 64));
  const match = /^(?:\(([^()]{1,40})\))?(<<|>>|\|>|\+>)(?: |(?=\()|$)/.exec(head);
  if (match === null) return undefined;
  const [all, event = '', arrow = ''] = match;
  const first = arrow.charAt(0);
  if (first !== '<' && first !== '>' && first !== '|' && first !== '+') return undefined;
  return { arrow: first, event, payload: Math.min(at + 4 + all.length, to), indented };
}
