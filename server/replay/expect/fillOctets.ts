import { octetPlaces } from '../../core/transcript/variablePlaces.ts';

/** Octets with their places filled, or the name of the value that is missing or unfit. */
export type Filled =
  | Uint8Array
  | { readonly missing: string }
  | { readonly unsafe: string }
  | { readonly tooLong: string };

/** Octets that values may add in all: one of a hostile server, put in every place of a long file. */
const MOST_ADDED = 64 * 1024 * 1024;

/**
 * Where the octets go. `line`: a command or a response, where a value may not end the line;
 * `content`: after DATA, so that dots are stuffed (RFC 5321 §4.5.2); `chunk`: after BDAT, where they
 * are not (RFC 3030 §2).
 */
export type FillPlace = 'line' | 'content' | 'chunk';

const DOT = 0x2e;
const CR = 0x0d;
const LF = 0x0a;

/**
 * Puts values in the places of these names; others are text. A value is put as UTF-8 and not looked
 * at again. In a line, a value with control characters (TAB aside) is `unsafe` and a name without a
 * value `missing`; elsewhere the place stays as it stands, and line ends of a value become CRLF.
 * `tooLong`: the values would add more than anybody sends.
 */
export function fillOctets(
  octets: Uint8Array,
  names: readonly string[],
  values: ReadonlyMap<string, string>,
  where: FillPlace,
): Filled {
  const wanted = new Set(names);
  const parts: Uint8Array[] = [];
  const stuffing = new Stuffing(where === 'content');
  let from = 0;
  let added = 0;
  for (const { start, end, name } of octetPlaces(octets)) {
    if (!wanted.has(name)) continue;
    const value = values.get(name);
    if (value === undefined && where !== 'line') continue;
    if (value === undefined) return { missing: name };
    if (where === 'line' && isUnsafeInLine(value)) return { unsafe: name };
    parts.push(...stuffing.recorded(octets.subarray(from, start)));
    const filled = stuffing.value(where === 'line' ? value : value.replace(LINE_END, '\r\n'));
    added += filled.length;
    if (added > MOST_ADDED) return { tooLong: name };
    parts.push(filled);
    from = end;
  }
  if (from === 0) return octets;
  parts.push(...stuffing.recorded(octets.subarray(from)));
  return Buffer.concat(parts);
}

/** True for a value that must not get into a command: it would end it, or hide in it. */
export function isUnsafeInLine(value: string): boolean {
  return UNSAFE.test(value);
}

/** What may end a line, cut a text short or act on who shows it. */
const UNSAFE = /[\0-\x08\n-\x1f\x7f]/;
const LINE_END = /\r\n|\r|\n/g;
const NOTHING = new Uint8Array();

/**
 * Doubles the dots that a value brings to the beginning of a line. What was recorded has its own:
 * only behind a value that ends where a line begins can its dot become one, and only before a value
 * that is empty or begins with a line end can it be left alone and end the message.
 */
class Stuffing {
  readonly #wanted: boolean;
  #lineBegins = true;
  #afterValue = false;
  /** So far the line is the dot of a stuffed one, whose text has to follow. */
  #isDot = false;

  constructor(wanted: boolean) {
    this.#wanted = wanted;
  }

  value(text: string): Uint8Array {
    this.#afterValue = true;
    if (text === '') return NOTHING;
    const needsDot = this.#isDot ? text.startsWith('\r\n') : this.#lineBegins && text[0] === '.';
    this.#lineBegins = text.endsWith('\n');
    this.#isDot = false;
    if (!this.#wanted) return Buffer.from(text, 'utf8');
    const stuffed = text.replace(/\n\./g, '\n..');
    return Buffer.from(needsDot ? `.${stuffed}` : stuffed, 'utf8');
  }

  recorded(octets: Uint8Array): readonly Uint8Array[] {
    if (octets.length === 0) return [];
    const [first] = octets;
    const afterValue = this.#wanted && this.#afterValue;
    const endsDot = this.#isDot && (first === CR || first === LF);
    const needsDot = afterValue && (endsDot || (this.#lineBegins && first === DOT));
    const dotAt = octets.length - 1;
    const begins = dotAt > 0 ? octets[dotAt - 1] === LF : this.#lineBegins && !needsDot;
    this.#isDot = begins && octets[dotAt] === DOT;
    this.#afterValue = false;
    this.#lineBegins = octets[dotAt] === LF;
    return needsDot ? [Uint8Array.of(DOT), octets] : [octets];
  }
}
