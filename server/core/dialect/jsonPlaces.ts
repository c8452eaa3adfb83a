import { Places } from '../octets/places.ts';
import type { Decoded } from './decodingReader.ts';
import type { JudgedText } from './lineDialect.ts';
import { readQuotedText } from './quotedText.ts';

const NAMES = ['"msg"', '"message"'];
const MOST_TRIED = 8;

/**
 * Where the octets of a record's message stand: in the literal of the line [from, to) that follows
 * its name and reads as `message`. Undefined where there is none.
 */
export function jsonPlaces(
  text: JudgedText,
  { from, to }: { readonly from: number; readonly to: number },
  message: string,
): Places | undefined {
  const { octets, scanner } = text;
  const wanted = scanner.encode(message);
  for (const name of NAMES) {
    const sequence = scanner.encode(name);
    let at = scanner.indexOfSequence(octets, sequence, from, to);
    for (let tried = 0; at >= 0 && tried < MOST_TRIED; tried++) {
      const quoted = readQuotedText(octets, valueAt(octets, at + name.length), to, 'character');
      if (quoted !== undefined && isSame(quoted.octets, wanted)) return quoted.places;
      at = scanner.indexOfSequence(octets, sequence, at + 1, to);
    }
  }
  return undefined;
}

/** A line of a record's message, its line end left out, and where that stands. */
export interface JsonLine {
  readonly text: string;
  readonly span: Decoded;
}

/** The lines of a message from its character `skipped` on. */
export function jsonLinesOf(
  text: JudgedText,
  line: { readonly from: number; readonly to: number },
  message: string,
  skipped: number,
): JsonLine[] {
  const places = jsonPlaces(text, line, message);
  const lines: JsonLine[] = [];
  let at = text.scanner.encode(message.slice(0, skipped)).length;
  for (const part of message.slice(skipped).split(/(?<=\n)/)) {
    const shown = part.replace(/\r?\n$/, '');
    const length = text.scanner.encode(shown).length;
    lines.push({ text: shown, span: spanOf(line, places, { at, length }) });
    at += length + part.length - shown.length;
  }
  if (message.endsWith('\n'))
    lines.push({ text: '', span: spanOf(line, places, { at, length: 0 }) });
  return lines;
}

function spanOf(
  { from, to }: { readonly from: number; readonly to: number },
  places: Places | undefined,
  { at, length }: { readonly at: number; readonly length: number },
): Decoded {
  if (places === undefined) return { from, to };
  const start = places.toSource(at);
  const end = length === 0 ? start : places.toSourceEnd(at + length);
  const own = new Places();
  own.addPart(places, at, at + length, 0);
  own.add(length, end, 0, 0);
  return { from: start, to: end, places: own };
}

/** After blanks and the colon. */
function valueAt(octets: Uint8Array, from: number): number {
  let at = from;
  while (octets[at] === 32 || octets[at] === 9 || octets[at] === 58) at++;
  return at;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, at) => octet === b[at]);
}
