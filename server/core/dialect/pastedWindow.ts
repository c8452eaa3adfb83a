import type { Scanner } from '../octets/scanner.ts';
import type { Dress } from './dress.ts';
import { isFence } from './dress.ts';
import { LineCursor } from './physicalLine.ts';

/** Where to undress. */
export interface DressedText {
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
  readonly from: number;
  /** The window goes on to the end of the line that holds this offset. */
  readonly least: number;
}

/** Some lines of a dressed text without their dress, with where they came from. */
export class PastedWindow {
  readonly plain: Uint8Array;
  readonly sourceStart: number;
  /** Where the lines after the window begin. */
  readonly sourceEnd: number;
  /** The window ends within a fenced block. */
  readonly fenced: boolean;
  readonly #plainStarts: readonly number[];
  readonly #lineStarts: readonly number[];
  readonly #textStarts: readonly number[];
  #last = 0;

  constructor(parts: {
    readonly plain: Uint8Array;
    readonly sourceStart: number;
    readonly sourceEnd: number;
    readonly fenced: boolean;
    /** For each line its offset in the plain text, of its dress, and of its text in the source. */
    readonly starts: readonly (readonly [number, number, number])[];
  }) {
    this.plain = parts.plain;
    this.sourceStart = parts.sourceStart;
    this.sourceEnd = parts.sourceEnd;
    this.fenced = parts.fenced;
    this.#plainStarts = parts.starts.map(([plain]) => plain);
    this.#lineStarts = parts.starts.map(([, line]) => line);
    this.#textStarts = parts.starts.map(([, , text]) => text);
  }

  /** Index of the dressed line that begins at `at` of the source; undefined: it has no dress. */
  lineOf(at: number): number | undefined {
    const line = search(this.#lineStarts, at, this.#last);
    this.#last = Math.max(0, line);
    return this.#lineStarts[line] === at ? line : undefined;
  }

  plainStart(line: number): number {
    return this.#plainStarts[line] ?? this.plain.length;
  }

  /** The line's end in the plain text, its LF left out. */
  plainEnd(line: number): number {
    return this.plainStart(line + 1) - 1;
  }

  /** Where in the source the line begins that begins at `plain` of the plain text. */
  sourceOf(plain: number): number {
    const line = search(this.#plainStarts, plain, this.#last);
    return plain >= this.plain.length ? this.sourceEnd : (this.#lineStarts[line] ?? this.sourceEnd);
  }

  /** The octet of the source that an octet of the plain text is. */
  octetSource(plain: number): number {
    const line = Math.max(0, search(this.#plainStarts, plain, this.#last));
    return (this.#textStarts[line] ?? 0) + plain - (this.#plainStarts[line] ?? 0);
  }
}

/** The last entry that is not beyond `value`, -1 where there is none; `hint` is where it may be. */
function search(starts: readonly number[], value: number, hint: number): number {
  for (let at = hint; at < hint + 3; at++) {
    const next = starts[at + 1] ?? Number.POSITIVE_INFINITY;
    if ((starts[at] ?? Number.POSITIVE_INFINITY) <= value && value < next) return at;
  }
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** How much of a line may be dress. */
const HEAD = 64;

/** Undresses lines from `from` on; `fenced` says whether they begin within a fenced block. */
export function lineIndexFrom(
  text: DressedText,
  dress: Dress,
  fenced: boolean | undefined,
): PastedWindow {
  const { octets, scanner, from, least } = text;
  const cursor = new LineCursor(octets, scanner, 'lf');
  const starts: [number, number, number][] = [];
  const parts: Uint8Array[] = [];
  let inside = dress.kind === 'fence' ? (fenced ?? beginsInside(text)) : true;
  let length = 0;
  let at = from;
  while (at < octets.length && at < least) {
    cursor.move(at);
    const { to, next } = cursor;
    const head = scanner.latin1(octets, at, Math.min(to, at + HEAD));
    const fence = isFence(head);
    if (fence && dress.kind === 'fence') inside = !inside;
    const strip = fence || !inside ? -1 : dress.strip(head);
    if (strip >= 0) {
      const start = Math.min(at + strip, to);
      starts.push([length, at, start]);
      parts.push(octets.subarray(start, to));
      length += to - start + 1;
    }
    at = next;
  }
  return new PastedWindow({
    plain: lines(parts, length),
    sourceStart: from,
    sourceEnd: at,
    fenced: inside,
    starts,
  });
}

/** The text begins within a fenced block: a reply comes before any fence does. */
function beginsInside({ octets, scanner, from, least }: DressedText): boolean {
  return repliesFirst(scanner.latin1(octets, from, Math.min(least, octets.length)));
}

function repliesFirst(sample: string): boolean {
  const fence = sample.search(/^[ \t>]{0,12}(?:```|~~~)/m);
  const reply = sample.search(/^.{0,60}?\b[2-5]\d\d[ -]/m);
  return reply >= 0 && (fence < 0 || reply < fence);
}

function lines(parts: readonly Uint8Array[], length: number): Uint8Array {
  const plain = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    plain.set(part, at);
    at += part.length;
    plain[at++] = 10;
  }
  return plain;
}

/** The sample of a text without its dress, and what of it is not dressed. */
export function undressed(
  sample: string,
  dress: Dress,
): {
  readonly plain: string;
  readonly around: string;
  /** It begins in the middle of what is dressed. */
  readonly inside: boolean;
} {
  const plain: string[] = [];
  const around: string[] = [];
  const fenced = dress.kind === 'fence';
  const begun = !fenced || repliesFirst(sample);
  let inside = begun;
  for (const line of sample.split(/\r*\n/)) {
    const fence = isFence(line);
    if (fence && fenced) inside = !inside;
    const strip = fence || !inside ? -1 : dress.strip(line.slice(0, HEAD));
    if (strip >= 0) plain.push(line.slice(strip));
    else around.push(line);
  }
  return { plain: plain.join('\n'), around: around.join('\n'), inside: begun };
}
