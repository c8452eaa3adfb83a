import type { Scanner } from '../octets/scanner.ts';
import { afterBom } from './byteOrderMark.ts';
import type { Clothes, Dialect, DialectReader, LineContext, LineKind } from './dialect.ts';
import { newLineRecord } from './lineRecord.ts';
import { LineCursor } from './physicalLine.ts';

/** What a judge says of a line. */
export interface Judged {
  readonly kind: LineKind;
  /** Offset of the payload within the line; its beginning where absent. */
  readonly at?: number;
  /** Octets of the payload; to the end of the line where absent. */
  readonly length?: number;
  readonly connection?: string;
  readonly tls?: boolean;
  readonly masked?: boolean;
  readonly time?: number;
  /** False where nothing in the line says who sent it. */
  readonly marked?: boolean;
  /** Something that the line tells as well, and that comes first. */
  readonly before?: LineKind;
}

/** A line to be judged. */
export interface JudgedLine {
  /** The first octets of the line (512 at most) as Latin-1. */
  readonly head: string;
  /** The physical line in the octets, line end left out. */
  readonly from: number;
  readonly to: number;
  /** Where the line after it begins. */
  readonly next: number;
}

/** Judges lines in order; undefined means a blank line where it is empty, else a note. */
export type Judge = (line: JudgedLine, context: LineContext) => Judged | undefined;

/** The text that a judge is made for. */
export interface JudgedText {
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
}

/** What a dialect of marked lines consists of. */
export interface LineDialect extends Omit<Dialect, 'open'> {
  /** How every content line is dressed, where a line alone tells; saves an object a line. */
  readonly clothes?: Clothes;
  /** Makes the judge for one stretch; it may remember what it saw. */
  judge(text: JudgedText): Judge;
}

/** How much of a line its judge sees. */
export const HEAD = 512;

/** A dialect whose lines stand as they were on the wire, with a mark before them. */
export function lineDialect(spec: LineDialect): Dialect {
  return { ...spec, open: (octets, scanner) => new JudgedReader({ octets, scanner }, spec) };
}

class JudgedReader implements DialectReader {
  readonly record = newLineRecord();
  readonly clothes: Clothes | undefined;
  readonly #text: JudgedText;
  readonly #judge: Judge;
  readonly #cursor: LineCursor;
  /** What is still to be told of the line that was read last. */
  #rest: Judged | undefined;

  constructor(text: JudgedText, spec: LineDialect) {
    this.#text = text;
    this.#judge = spec.judge(text);
    this.#cursor = new LineCursor(text.octets, text.scanner, 'lf');
    this.clothes = spec.clothes;
  }

  readLine(at: number, context: LineContext): number {
    const { octets, scanner } = this.#text;
    this.#cursor.move(at);
    const { to, next } = this.#cursor;
    const from = at === 0 ? afterBom(octets) : at;
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest !== undefined) {
      this.#fill(rest, from, to);
      return next;
    }
    const head = scanner.latin1(octets, from, Math.min(to, from + HEAD));
    const judged = this.#judge({ head, from, to, next }, context);
    if (judged?.before !== undefined) {
      this.#rest = judged;
      this.#fill({ ...judged, kind: judged.before, masked: false }, from, to);
      return at;
    }
    this.#fill(judged ?? { kind: to > from ? 'note' : 'blank' }, from, to);
    return next;
  }

  #fill(judged: Judged, from: number, to: number): void {
    const { record } = this;
    record.kind = judged.kind;
    record.from = from;
    record.to = to;
    record.start = Math.min(from + (judged.at ?? 0), to);
    record.end = judged.length === undefined ? to : Math.min(record.start + judged.length, to);
    record.marked = judged.marked ?? true;
    record.connection = judged.connection ?? '';
    record.tls = judged.tls ?? false;
    record.masked = judged.masked ?? false;
    record.time = judged.time ?? -1;
  }
}
