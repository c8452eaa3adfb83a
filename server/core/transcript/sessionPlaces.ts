import type { Chunk, Session } from './model.ts';
import { octetPlaces } from './variablePlaces.ts';
import type { Place } from './variablePlaces.ts';

/** More than anybody writes; what comes after them is taken for text. */
export const MOST_PLACES = 50_000;

const OPENING = Uint8Array.of(0x7b, 0x7b);
const HASH = 0x23;
const NONE: readonly Place[] = [];

const known = new WeakMap<Session, readonly Place[]>();

/**
 * The `{{name}}` places in the wire lines of a session, in order; none in the log of another program
 * and where `# @variables off` says so. One native search where there is none.
 */
export function sessionPlaces(chunk: Chunk, session: Session): readonly Place[] {
  if (!hasBraces(chunk, session) || !takesVariables(session)) return NONE;
  const found = known.get(session);
  if (found !== undefined) return found;
  const { start, end } = session.span;
  const places = octetPlaces(chunk.octets.subarray(start, end), MOST_PLACES)
    .map(place => ({ ...place, start: place.start + start, end: place.end + start }))
    .filter(place => chunk.octets[chunk.lineCounter.startAt(place.start)] !== HASH);
  known.set(session, places);
  return places;
}

/** Where `{{` stands in the wire lines of a session in which that may begin a place. */
export function sessionOpenings(chunk: Chunk, session: Session): readonly number[] {
  if (!takesVariables(session)) return [];
  const { octets, scanner, lineCounter } = chunk;
  const { start, end } = session.span;
  const found: number[] = [];
  let at = scanner.indexOfSequence(octets, OPENING, start, end);
  while (at >= 0 && found.length < MOST_PLACES) {
    if (octets[lineCounter.startAt(at)] !== HASH) found.push(at);
    at = scanner.indexOfSequence(octets, OPENING, at + 2, end);
  }
  return found;
}

/** True for a session that may hold places: `{{` stands in a file in which that means something. */
export function hasBraces({ dialect, scanner, octets }: Chunk, { span }: Session): boolean {
  return dialect === 'smtp' && scanner.indexOfSequence(octets, OPENING, span.start, span.end) >= 0;
}

/** False where `{{name}}` is plain text. */
function takesVariables({ directives }: Session): boolean {
  return !directives.some(({ name, value }) => name === 'variables' && /^off$/i.test(value));
}

/** True where a replay announces the size of BDAT chunks anew, whatever was recorded. */
export function hasComputedChunks({ dialect }: Chunk, { directives }: Session): boolean {
  if (dialect !== 'smtp') return false;
  return directives.some(({ name, value }) => name === 'chunks' && /^computed$/i.test(value));
}
