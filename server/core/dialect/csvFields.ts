import { Places } from '../octets/places.ts';
import type { PlacedOctets } from './joinedPieces.ts';

const COMMA = 44;
const QUOTE = 34;

/** One field of a line of comma-separated values (RFC 4180 §2). */
export interface CsvField {
  /** Offsets in the octets, quotes left out. */
  readonly from: number;
  readonly to: number;
  /** Was quoted: `""` in it stands for `"`. */
  readonly quoted: boolean;
}

/** No line is split further; what follows belongs to the last field. */
const MOST_FIELDS = 32;

/** The fields of the line [from, to), blanks before the first one left out. */
export function csvFields(octets: Uint8Array, from: number, to: number): readonly CsvField[] {
  const fields: CsvField[] = [];
  let at = from;
  while (at < to && (octets[at] === 32 || octets[at] === 9)) at++;
  while (fields.length < MOST_FIELDS) {
    const field = octets[at] === QUOTE && at < to ? quoted(octets, at, to) : plain(octets, at, to);
    fields.push(field);
    const comma = field.to + (field.quoted ? 1 : 0);
    if (comma >= to || octets[comma] !== COMMA) break;
    at = comma + 1;
  }
  return fields;
}

function plain(octets: Uint8Array, from: number, to: number): CsvField {
  let end = from;
  while (end < to && octets[end] !== COMMA) end++;
  return { from, to: end, quoted: false };
}

/** A field without its closing quote ends with the line. */
function quoted(octets: Uint8Array, from: number, to: number): CsvField {
  let at = from + 1;
  while (at < to) {
    if (octets[at] !== QUOTE) at++;
    else if (octets[at + 1] === QUOTE && at + 1 < to) at += 2;
    else break;
  }
  return { from: from + 1, to: at, quoted: true };
}

/** What a field stands for. */
export function csvText(octets: Uint8Array, field: CsvField): PlacedOctets {
  const raw = octets.subarray(field.from, field.to);
  const places = new Places();
  if (!field.quoted || !raw.includes(QUOTE)) {
    places.add(0, field.from, raw.length, 1);
    return { octets: raw, places };
  }
  const text = new Uint8Array(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at++) {
    const doubled = raw[at] === QUOTE && raw[at + 1] === QUOTE;
    places.add(length, field.from + at, doubled ? 2 : 1, doubled ? 0 : 1);
    text[length++] = raw[at] ?? 0;
    if (doubled) at++;
  }
  return { octets: text.subarray(0, length), places };
}
