import { DecodedText } from '../octets/decodedText.ts';
import type { Scanner } from '../octets/scanner.ts';
import { lineIndexFrom } from './pastedWindow.ts';
import type { PastedWindow } from './pastedWindow.ts';
import type { ContentBlock, Dialect, DialectReader, LineContext, LineRecord } from './dialect.ts';
import type { Dress } from './dress.ts';
import { newLineRecord } from './lineRecord.ts';
import { LineCursor } from './physicalLine.ts';

/** A dialect whose lines were dressed when they were pasted somewhere. */
export function pasted(dialect: Dialect, dress: Dress): Dialect {
  return {
    ...dialect,
    whole: false,
    open: (octets, scanner) => new PastedReader(octets, scanner, { dialect, dress }),
  };
}

/** Most pastes are shorter: another window begins with another inner reader, which knows nothing. */
const FIRST_WINDOW = 32_768;
const LARGEST_WINDOW = 65_536;

/**
 * Undresses the text a window at a time and lets the dialect's own reader read that; what it reads
 * is copied, so that it leads back to where it stands in the dressed text.
 */
class PastedReader implements DialectReader {
  readonly record = newLineRecord();
  readonly decoded = new DecodedText();
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  readonly #how: { readonly dialect: Dialect; readonly dress: Dress };
  readonly #cursor: LineCursor;
  #size = FIRST_WINDOW;
  #window: PastedWindow | undefined;
  #inner: DialectReader;
  #block: ContentBlock | undefined;
  #fenced: boolean | undefined;
  /** The inner reader has more to tell of the line. */
  #midLine = false;

  constructor(
    octets: Uint8Array,
    scanner: Scanner,
    how: { readonly dialect: Dialect; readonly dress: Dress },
  ) {
    this.#octets = octets;
    this.#scanner = scanner;
    this.#how = how;
    this.#cursor = new LineCursor(octets, scanner, 'lf');
    this.#inner = how.dialect.open(new Uint8Array(0), scanner);
  }

  get clothes(): DialectReader['clothes'] {
    return this.#inner.clothes;
  }

  readLine(at: number, context: LineContext): number {
    const window = this.#windowAt(at);
    const line = window.lineOf(at);
    if (line === undefined) return this.#prose(at);
    const plain = window.plainStart(line);
    if (context.inContent && this.#inner.readContent !== undefined) {
      if (this.#block === undefined || this.#block.next <= plain) {
        this.#block = this.#inner.readContent(plain);
      }
      if (this.#block.next > plain) return this.#contentLine(window, line, this.#block);
    }
    this.#block = undefined;
    const next = this.#inner.readLine(plain, context);
    this.#copy(window, this.#inner.record);
    this.#midLine = next <= plain;
    if (this.#midLine) return at;
    // A lone CR may end the inner line within this one; reading goes on after this one all the same.
    return Math.max(window.sourceOf(next), window.sourceOf(window.plainEnd(line) + 1));
  }

  /** A line that the inner reader found to be content, or the dot after it. */
  #contentLine(window: PastedWindow, line: number, block: ContentBlock): number {
    const { record } = this.#inner;
    record.from = window.plainStart(line);
    record.to = window.plainEnd(line);
    const start = block.clothes(window.plain, record.from, record.to);
    record.kind = start < 0 ? 'note' : 'client';
    record.start = start < 0 ? record.from : start;
    record.end = record.to;
    record.raw = false;
    record.marked = start > record.from;
    record.masked = false;
    record.connection = '';
    record.time = -1;
    this.#copy(window, record);
    return window.sourceOf(record.to + 1);
  }

  /** Text around the dialogue. */
  #prose(at: number): number {
    const { record } = this;
    this.#cursor.move(at);
    const { to, next } = this.#cursor;
    Object.assign(record, newLineRecord());
    record.from = this.decoded.length;
    this.decoded.copy(this.#octets, at, to);
    record.to = this.decoded.length;
    record.start = record.from;
    record.end = record.to;
    record.kind = to > at ? 'note' : 'blank';
    this.decoded.write('\n', to, to);
    return next;
  }

  #copy(window: PastedWindow, from: LineRecord): void {
    const { decoded } = this.#inner;
    const octets = decoded?.octets ?? window.plain;
    const sourceOf = (offset: number): number =>
      window.octetSource(decoded?.toSource(offset) ?? offset);
    const own = this.decoded.length;
    const end = window.octetSource(decoded?.toSourceEnd(from.to) ?? from.to);
    this.#put(octets.subarray(from.from, from.start), sourceOf(from.from), sourceOf(from.from));
    this.#put(octets.subarray(from.start, from.to), sourceOf(from.start), end);
    const to = this.decoded.length;
    this.decoded.write('\n', end, end);
    Object.assign(this.record, from);
    this.record.from = own;
    this.record.start = own + (from.start - from.from);
    this.record.end = own + (from.end - from.from);
    this.record.to = to;
  }

  #put(octets: Uint8Array, from: number, to: number): void {
    if (octets.length > 0) this.decoded.put(octets, from, Math.max(from, to));
  }

  /** Too little of the window is left for a reader that looks at the lines after this one. */
  #runsShort(window: PastedWindow, at: number): boolean {
    if (this.#midLine || this.#block !== undefined) return false;
    if (window.sourceEnd >= this.#octets.length) return false;
    const left = window.sourceEnd - at;
    return left < (window.sourceEnd - window.sourceStart) / 2;
  }

  #windowAt(at: number): PastedWindow {
    const known = this.#window;
    const inHand = known !== undefined && at < known.sourceEnd;
    if (inHand && !this.#runsShort(known, at)) return known;
    const end = Math.min(this.#octets.length, at + this.#size);
    this.#size = Math.min(this.#size * 2, LARGEST_WINDOW);
    const text = { octets: this.#octets, scanner: this.#scanner, from: at, least: end };
    const window = lineIndexFrom(text, this.#how.dress, this.#fenced);
    this.#fenced = window.fenced;
    this.#window = window;
    this.#block = undefined;
    this.#inner = this.#how.dialect.open(window.plain, this.#scanner);
    return window;
  }
}
