import type { Dialect, DialectReader, LineContext, LineRecord } from '../dialect/dialect.ts';
import { spells } from '../dialect/lineRecord.ts';
import { LineCounter } from '../octets/lineEnds.ts';
import { lineIndexOf } from '../octets/lineIndex.ts';
import type { LineIndex } from '../octets/lineIndex.ts';
import type { Origin } from '../octets/decodedText.ts';
import type { Scanner } from '../octets/scanner.ts';
import type { Span } from '../octets/span.ts';
import type { Chunk, Directive, Note, Session, UnknownLine } from './model.ts';
import { CarryLines } from './carryLines.ts';
import { SessionBuilder } from './sessionBuilder.ts';
import type { Source } from './source.ts';

/** How to read. */
export interface ReadOptions {
  readonly scanner: Scanner;
  readonly dialect: Dialect;
  /** A session of more lines than this, content aside, is read in parts; without it, never. */
  readonly mostLines?: number;
}

/** Remarks that a chunk keeps: a log may hold millions of lines about other things. */
const MOST_ASIDES = 200_000;

/**
 * Reads a whole transcript as chunks, in order; the chunks tile the octets. Total: any octets give
 * chunks, never an exception.
 */
export function* readTranscript(octets: Uint8Array, options: ReadOptions): Generator<Chunk> {
  let at = 0;
  do {
    const chunk = readChunk(octets.subarray(at), options);
    yield chunk;
    at += chunk.source.length;
  } while (at < octets.length);
}

/** Reads the first chunk of the octets: up to where another session, or group of sessions, begins. */
export function readChunk(octets: Uint8Array, options: ReadOptions): Chunk {
  return new ChunkReader(octets, options).read();
}

/** A chunk of which more may follow. */
export interface OpenChunk {
  /** Without the sessions whose lines are in `carry`. */
  readonly chunk: Chunk;
  /**
   * Where connections mix: the physical lines, in order, of sessions that may go on after the
   * octets. They are to be read again with what follows.
   */
  readonly carry: readonly Span[];
}

/**
 * Reads the first chunk of octets that are a part of a longer text and end with a line. Sessions
 * that mix with others are left open, the quietest given up where they would take more than `most`
 * octets. A chunk as long as the octets may go on after them.
 */
export function readOpenChunk(octets: Uint8Array, options: ReadOptions, most: number): OpenChunk {
  return new ChunkReader(octets, options, most).readOpen();
}

class ChunkView implements Chunk {
  readonly octets: Uint8Array;
  readonly source: Uint8Array;
  readonly origin: Origin | undefined;
  readonly scanner: Scanner;
  readonly dialect: string;
  readonly sessions: readonly Session[];
  readonly loose: readonly (Note | Directive | UnknownLine)[];
  readonly abuts: boolean;
  #lines: LineIndex | undefined;
  #sourceLines: LineIndex | undefined;
  #lineCounter: LineCounter | undefined;

  constructor(
    text: Pick<Chunk, 'octets' | 'source' | 'origin'>,
    options: ReadOptions,
    found: Pick<Chunk, 'sessions' | 'loose' | 'abuts'>,
  ) {
    this.octets = text.octets;
    this.source = text.source;
    this.origin = text.origin;
    this.scanner = options.scanner;
    this.dialect = options.dialect.id;
    this.sessions = found.sessions;
    this.loose = found.loose;
    this.abuts = found.abuts;
  }

  get lines(): LineIndex {
    this.#lines ??= lineIndexOf(this.octets);
    return this.#lines;
  }

  get lineCounter(): LineCounter {
    this.#lineCounter ??= new LineCounter(this.source, this.scanner);
    return this.#lineCounter;
  }

  get sourceLines(): LineIndex {
    if (this.origin === undefined) return this.lines;
    this.#sourceLines ??= lineIndexOf(this.source);
    return this.#sourceLines;
  }
}

/** Lines that wait to learn which session they belong to. */
interface Held {
  readonly record: LineRecord;
  readonly next: number;
}

/** Where a chunk ends: in the file, and in what records point into. */
interface Cut {
  readonly source: number;
  readonly own: number;
}

class ChunkReader {
  readonly #options: ReadOptions;
  readonly #file: Uint8Array;
  readonly #reader: DialectReader;
  readonly #source: Source;
  readonly #builders = new Map<string, SessionBuilder>();
  readonly #sessions: Session[] = [];
  readonly #held: Held[] = [];
  #asides = 0;
  /** Where the blank line or the notes after the last wire line begin. */
  #gap: Cut | undefined;
  #afterBlank = false;
  #abuts = false;
  readonly #carry: CarryLines | undefined;
  /** The newest time that was read where connections mix. */
  #time = -1;

  /** With a limit, what is open at the end of the octets is carried on, at most so many octets. */
  constructor(octets: Uint8Array, options: ReadOptions, limit?: number) {
    const { scanner, dialect } = options;
    this.#carry = limit === undefined ? undefined : new CarryLines(limit);
    this.#options = options;
    this.#file = octets;
    this.#reader = dialect.open(octets, scanner);
    const own = this.#reader.decoded?.octets ?? octets;
    this.#source = { octets: own, scanner, dialect, reader: this.#reader };
  }

  readOpen(): OpenChunk {
    const chunk = this.read();
    return { chunk, carry: this.#carry?.lines() ?? [] };
  }

  read(): Chunk {
    const cut = this.#source.dialect.interleaves ? this.#interleaved() : this.#single();
    this.#carry?.choose(this.#builders, { at: cut.own, time: this.#time });
    for (const [name, builder] of this.#builders) {
      if (this.#carry?.keeps(name) !== true) this.#finish(builder);
    }
    this.#sessions.sort((a, b) => a.span.start - b.span.start);
    // What was held back at the cut belongs to the next chunk.
    const own = this.#held.filter(({ record }) => record.from < cut.own);
    const loose = own.flatMap(held => looseOf(held, this.#source));
    const text = {
      octets: this.#source.octets.subarray(0, cut.own),
      source: this.#file.subarray(0, cut.source),
      origin: this.#reader.decoded,
    };
    const found = { sessions: this.#sessions, loose, abuts: this.#abuts };
    return new ChunkView(text, this.#options, found);
  }

  /** Reads one conversation; returns where the next one begins. */
  #single(): Cut {
    const reader = this.#reader;
    const { length } = this.#file;
    const builder = this.#builder('');
    const { mostLines = Infinity } = this.#options;
    let lines = 0;
    let again = false;
    let at = 0;
    while (at < length) {
      if (builder.inContent && reader.readContent !== undefined) {
        const block = reader.readContent(at);
        if (block.next > at) {
          builder.contentBlock(at, block);
          at = block.next;
          continue;
        }
      }
      const next = this.#readLine(at, builder);
      const { record } = reader;
      if (at > 0 && builder.opensAnother(record, this.#afterBlank)) {
        this.#abuts = record.kind === 'server' && this.#gap === undefined;
        return this.#gap ?? { source: at, own: record.from };
      }
      if (!builder.inContent && !isAside(record) && ++lines > mostLines && !again) {
        if (lines > 2 * mostLines || (record.kind === 'client' && !builder.waits)) {
          return { source: at, own: record.from };
        }
      }
      this.#take(builder, at, next);
      again = next === at;
      at = next;
    }
    this.#release(builder);
    return this.#end();
  }

  #readLine(at: number, context: LineContext): number {
    const next = this.#reader.readLine(at, context);
    const { decoded } = this.#reader;
    if (decoded !== undefined) this.#source.octets = decoded.octets;
    return next;
  }

  #end(): Cut {
    const { decoded } = this.#reader;
    return { source: this.#file.length, own: decoded?.length ?? this.#file.length };
  }

  #take(builder: SessionBuilder, at: number, following: number): void {
    const { record, decoded } = this.#reader;
    const next = decoded === undefined ? following : record.to + 1;
    if (isAside(record)) {
      this.#gap ??= { source: at, own: record.from };
      if (record.kind === 'blank') this.#afterBlank = true;
      else if (this.#isKept(record)) this.#held.push({ record: { ...record }, next });
      return;
    }
    if (this.#held.length > 0) {
      const own = { ...record };
      this.#release(builder, 'wire');
      builder.line(own, next);
    } else builder.line(record, next);
    this.#gap = undefined;
    this.#afterBlank = false;
  }

  #isKept({ kind }: LineRecord): boolean {
    if (kind === 'directive') return true;
    return kind !== 'boundary' && this.#asides++ < MOST_ASIDES;
  }

  /** Gives the notes that were held back to the session; without one they stay loose. */
  #release(builder: SessionBuilder, cause: 'wire' | 'end' = 'end'): void {
    if (cause === 'end' && !builder.started) return;
    for (const held of this.#held.splice(0)) builder.line(held.record, held.next);
  }

  /** Reads connections that mix; returns where none of them goes on and another begins. */
  #interleaved(): Cut {
    const { length } = this.#file;
    const contexts: LineContext = {
      ...NO_CONTEXT,
      of: name => this.#builders.get(name) ?? NO_CONTEXT,
    };
    let at = 0;
    while (at < length) {
      const next = this.#readLine(at, contexts);
      const { record, decoded } = this.#reader;
      if (record.time >= 0) this.#time = record.time;
      if (this.#opens(record) && this.#isQuiet(record) && this.#sessions.length > 0) {
        return { source: at, own: record.from };
      }
      if (!isAside(record)) {
        this.#route(record, decoded === undefined ? next : record.to + 1);
        if (this.#builders.has(record.connection)) {
          this.#carry?.add(record.connection, { start: at, end: next });
        }
      }
      at = next;
    }
    return this.#end();
  }

  /** Does this line begin a connection? Where the tool prints nothing for that, its 220 does. */
  #opens(record: LineRecord): boolean {
    if (record.kind === 'connect') return true;
    if (record.kind !== 'server' || !spells(this.#source.octets, record.start, '220')) return false;
    const known = this.#builders.get(record.connection);
    return known === undefined || known.opensAnother(record, false);
  }

  /** Finishes those of which nothing more is to be expected, up to the first that may go on. */
  #isQuiet({ from, connection }: LineRecord): boolean {
    for (const [name, builder] of this.#builders) {
      const begunAnew = name === connection;
      if (!begunAnew && !builder.isQuiet(from, this.#time)) return false;
      this.#finish(builder, name);
    }
    return true;
  }

  #route(record: LineRecord, next: number): void {
    const name = record.connection;
    const known = this.#builders.get(name);
    if (known?.opensAnother(record, false)) this.#finish(known, name);
    if (isEnd(record) && !this.#builders.has(name)) return;
    const builder = this.#builder(name);
    builder.line(record, next);
    if (record.kind === 'close') this.#finish(builder, name);
  }

  #builder(name: string): SessionBuilder {
    const known = this.#builders.get(name);
    if (known !== undefined) return known;
    const builder = new SessionBuilder(this.#source, name);
    this.#builders.set(name, builder);
    return builder;
  }

  #finish(builder: SessionBuilder, name?: string): void {
    if (builder.started) this.#sessions.push(builder.finish());
    if (name === undefined) return;
    this.#builders.delete(name);
    this.#carry?.drop(name);
  }
}

const NO_CONTEXT: LineContext = {
  inAuth: false,
  inContent: false,
  inChunk: false,
  of: () => NO_CONTEXT,
};

function isAside(record: LineRecord): boolean {
  switch (record.kind) {
    case 'blank':
    case 'note':
    case 'directive':
    case 'unknown':
    case 'boundary':
      return true;
    default:
      return false;
  }
}

function isEnd(record: LineRecord): boolean {
  return record.kind === 'close' || record.kind === 'lost' || record.kind === 'timeout';
}

function looseOf(held: Held, source: Source): (Note | Directive | UnknownLine)[] {
  const lines = new SessionBuilder(source, '');
  lines.line(held.record, held.next);
  return lines
    .finish()
    .steps.filter(
      step => step.kind === 'note' || step.kind === 'directive' || step.kind === 'unknown',
    );
}
