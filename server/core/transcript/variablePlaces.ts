/** A `{{name}}` place: offsets in the text or the octets that hold it. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

const OPEN = 0x7b;
const CLOSE = 0x7d;
const LONGEST_NAME = 60;
/** Blanks inside the braces, on either side. */
const MOST_BLANKS = 20;

/** Reads one unit of a text or of octets; NaN or undefined behind the end. */
export type UnitAt = (at: number) => number | undefined;

/** The places of octets, in order, at most so many; the time is in proportion to the length. */
export function octetPlaces(octets: Uint8Array, most = Infinity): readonly Place[] {
  return placesOf(
    at => octets[at],
    from => octets.indexOf(OPEN, from),
    most,
  );
}

/** The places of a text, in order; the time is in proportion to the length. */
export function textPlaces(text: string): readonly Place[] {
  return placesOf(
    at => text.charCodeAt(at),
    from => text.indexOf('{', from),
    Infinity,
  );
}

function placesOf(
  unitAt: UnitAt,
  nextBrace: (from: number) => number,
  most: number,
): readonly Place[] {
  const places: Place[] = [];
  let at = nextBrace(0);
  while (at >= 0 && places.length < most) {
    const place = unitAt(at + 1) === OPEN ? placeAt(unitAt, at) : undefined;
    if (place !== undefined) places.push(place);
    at = nextBrace(place?.end ?? at + 1);
  }
  return places;
}

/** `{{`, blanks, a name, blanks, `}}`. */
function placeAt(unitAt: UnitAt, start: number): Place | undefined {
  const from = pastBlanks(unitAt, start + 2);
  let to = from;
  while (to - from <= LONGEST_NAME && isNameUnit(unitAt(to), to > from)) to++;
  if (to === from || to - from > LONGEST_NAME) return undefined;
  const close = pastBlanks(unitAt, to);
  if (unitAt(close) !== CLOSE || unitAt(close + 1) !== CLOSE) return undefined;
  let name = '';
  for (let at = from; at < to; at++) name += String.fromCharCode(unitAt(at) ?? 0);
  return { start, end: close + 2, name };
}

function pastBlanks(unitAt: UnitAt, from: number): number {
  let at = from;
  while (at - from < MOST_BLANKS && (unitAt(at) === 0x20 || unitAt(at) === 9)) at++;
  return at;
}

/** `[A-Za-z_][\w.-]*` */
function isNameUnit(unit: number | undefined, inside: boolean): boolean {
  if (unit === undefined) return false;
  const letter = unit | 0x20;
  if ((letter >= 0x61 && letter <= 0x7a) || unit === 0x5f) return true;
  return inside && ((unit >= 0x30 && unit <= 0x39) || unit === 0x2e || unit === 0x2d);
}
