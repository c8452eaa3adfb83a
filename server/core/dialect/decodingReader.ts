import { alignedPlaces } from '../octets/alignedPlaces.ts';
import { DecodedText } from '../octets/decodedText.ts';
import type { Places } from '../octets/places.ts';
import type { Scanner } from '../octets/scanner.ts';
import { afterBom } from './byteOrderMark.ts';
import type { DialectReader, LineContext, LineKind, LineRecord } from './dialect.ts';
import { newLineRecord } from './lineRecord.ts';
import { LineCursor } from './physicalLine.ts';
import { withLineEnd } from './withLineEnd.ts';

/** What is known of a decoded line beside its text. */
export interface DecodedLine {
  readonly connection?: string;
  readonly tls?: boolean;
  readonly masked?: boolean;
  readonly time?: number;
}

/** The stretch [from, to) of the source that some octets stand for. */
export interface Decoded {
  readonly from: number;
  readonly to: number;
  /** Where each of the octets stands; without it, that is told by what they have in common. */
  readonly places?: Places;
}

const CR = 13;
const LF = 10;
const BACKSLASH = 92;
const HEX = '0123456789ABCDEF';

/**
 * Reads a dialect whose lines are not simply what was on the wire with a mark before it: escapes,
 * hex dumps, several lines in one, one in several. What it decodes becomes `.smtp` text (see
 * docs/format.md), line by line, so that everything after it works as on a `.smtp` file.
 *
 * A subclass implements `decode` and calls `wire`, `wireOctets` and `event` for what a physical line
 * holds; nothing called means a blank line where it is empty, and a note where it is not.
 */
export abstract class DecodingReader implements DialectReader {
  readonly record = newLineRecord();
  readonly decoded = new DecodedText();
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
  readonly #cursor: LineCursor;
  #waiting: LineRecord[] = [];
  #given = 0;
  #next = 0;

  constructor(octets: Uint8Array, scanner: Scanner) {
    this.octets = octets;
    this.scanner = scanner;
    this.#cursor = new LineCursor(octets, scanner, 'lf');
  }

  /** Decodes the physical line [from, to). Returns another end where it takes more lines than one. */
  protected abstract decode(from: number, to: number, context: LineContext): number | undefined;

  /** Content lines carry the mark of the decoded text. */
  readonly clothes = (octets: Uint8Array, from: number, to: number): number => {
    if (octets[from] !== 67) return -1;
    return Math.min(from + (octets[from + 1] === BACKSLASH ? 4 : 3), to);
  };

  readLine(at: number, context: LineContext): number {
    if (this.#given >= this.#waiting.length) {
      this.#waiting = [];
      this.#given = 0;
      this.#cursor.move(at);
      const { to, next } = this.#cursor;
      const from = at === 0 ? afterBom(this.octets) : at;
      const end = this.decode(from, to, context);
      this.#next = end === undefined ? next : Math.max(end, at + 1);
      if (this.#waiting.length === 0) this.event(to > from ? 'note' : 'blank', from, to);
    }
    const line = this.#waiting[this.#given++];
    if (line !== undefined) Object.assign(this.record, line);
    return this.#given < this.#waiting.length ? at : this.#next;
  }

  /** The first `most` octets of a line as Latin-1, for looking at its head. */
  protected head(from: number, to: number, most = 512): string {
    return this.scanner.latin1(this.octets, from, Math.min(to, from + most));
  }

  /** One line of the wire that ended with CRLF: [from, to) of the source, as it stands. */
  protected wire(
    party: 'client' | 'server',
    span: { readonly from: number; readonly to: number },
    line: DecodedLine = {},
  ): void {
    const { from, to } = span;
    if (this.#needsEscapes(this.octets, from, to)) {
      this.wireOctets(party, withLineEnd(this.octets.subarray(from, to)), span, line);
      return;
    }
    const begin = this.#begin(party === 'client' ? 'C: ' : 'S: ', from);
    this.decoded.copy(this.octets, from, to);
    this.#end(party, begin, 3, line);
  }

  /**
   * Octets of the wire that stand for [from, to) of the source, line ends included. They may be
   * several lines, and the last one may lack its line end.
   */
  protected wireOctets(
    party: 'client' | 'server',
    octets: Uint8Array,
    span: Decoded,
    line: DecodedLine = {},
  ): void {
    const places = this.placesOf(octets, span);
    let at = 0;
    while (at < octets.length) {
      let feed = this.scanner.indexOf(octets, LF, at, octets.length);
      while (feed > at && octets[feed - 1] !== CR) {
        feed = this.scanner.indexOf(octets, LF, feed + 1, octets.length);
      }
      const whole = feed > at;
      const end = whole ? feed - 1 : octets.length;
      this.#wireLine(party, { octets, at, end, whole, places }, line);
      at = whole ? feed + 1 : end;
    }
  }

  /** Where the octets stand that were made of this stretch. */
  protected placesOf(octets: Uint8Array, span: Decoded): Places {
    const { places } = span;
    return places?.isEmpty === false ? places : alignedPlaces(octets, this.octets, span);
  }

  /** An event, note, blank line or stand-in that the source shows in [from, to). */
  protected event(kind: LineKind, from: number, to: number, line: DecodedLine = {}): void {
    const begin = this.#begin(kind === 'blank' ? '' : '# ', from);
    const stop = Math.min(to, from + 4000);
    if (this.#needsEscapes(this.octets, from, stop)) {
      this.decoded.write(escaped(this.octets, from, stop), from, to);
    } else this.decoded.copy(this.octets, from, stop);
    this.#end(kind, begin, kind === 'blank' ? 0 : 2, line);
  }

  #wireLine(
    party: 'client' | 'server',
    part: {
      readonly octets: Uint8Array;
      readonly at: number;
      readonly end: number;
      readonly whole: boolean;
      readonly places: Places;
    },
    line: DecodedLine,
  ): void {
    const { octets, at, end, whole, places } = part;
    const letter = party === 'client' ? 'C' : 'S';
    const source = places.toSource(at);
    if (whole && !this.#needsEscapes(octets, at, end)) {
      const begin = this.#begin(`${letter}: `, source);
      this.decoded.putPlaced(octets, at, end, places);
      this.#end(party, begin, 3, line);
      return;
    }
    const begin = this.#begin(`${letter}\\: `, source);
    this.#putEscaped(octets, at, whole ? end + 2 : end, places);
    this.#end(party, begin, 4, line);
    const last = this.#waiting.at(-1);
    if (last !== undefined) last.raw = true;
  }

  /** Writes the octets as a raw line has them, each leading to where it stands. */
  #putEscaped(octets: Uint8Array, from: number, to: number, places: Places): void {
    let plain = from;
    for (let at = from; at < to; at++) {
      const octet = octets[at] ?? 0;
      if (isPlain(octet)) continue;
      if (at > plain) this.decoded.putPlaced(octets, plain, at, places);
      this.decoded.write(escapeOf(octet), places.toSource(at), places.toSourceEnd(at + 1));
      plain = at + 1;
    }
    if (to > plain) this.decoded.putPlaced(octets, plain, to, places);
  }

  #needsEscapes(octets: Uint8Array, from: number, to: number): boolean {
    return (
      this.scanner.indexOf(octets, CR, from, to) >= 0 ||
      this.scanner.indexOf(octets, LF, from, to) >= 0 ||
      this.scanner.indexOf(octets, 0, from, to) >= 0
    );
  }

  #begin(mark: string, source: number): number {
    const begin = this.decoded.length;
    if (mark !== '') this.decoded.write(mark, source, source);
    return begin;
  }

  #end(kind: LineKind, from: number, mark: number, line: DecodedLine): void {
    const to = this.decoded.length;
    const source = this.decoded.toSourceEnd(to);
    this.decoded.write('\n', source, source);
    this.#waiting.push({
      kind,
      from,
      to,
      start: Math.min(from + mark, to),
      end: to,
      raw: false,
      marked: true,
      connection: line.connection ?? '',
      tls: line.tls ?? false,
      masked: line.masked ?? false,
      time: line.time ?? -1,
    });
  }
}

/** The text of a raw line that stands for these octets. */
function escaped(octets: Uint8Array, from: number, to: number): string {
  const parts: string[] = [];
  for (let at = from; at < to; at++) parts.push(escapeOf(octets[at] ?? 0));
  return parts.join('');
}

function isPlain(octet: number): boolean {
  return octet >= 32 && octet < 127 && octet !== BACKSLASH;
}

function escapeOf(octet: number): string {
  if (octet === BACKSLASH) return '\\\\';
  if (octet === CR) return '\\r';
  if (octet === LF) return '\\n';
  if (octet === 0) return '\\0';
  if (isPlain(octet)) return String.fromCharCode(octet);
  return `\\x${HEX.charAt(octet >> 4)}${HEX.charAt(octet & 15)}`;
}
