import type { Dialect, LineContext, LineRecord } from '../dialect/dialect.ts';
import { lineIndexOf } from '../octets/lineIndex.ts';
import type { LineIndex } from '../octets/lineIndex.ts';
import type { Scanner } from '../octets/scanner.ts';
import type { Chunk, Directive, Note, Session, UnknownLine } from './model.ts';
import { SessionBuilder } from './sessionBuilder.ts';
import type { Source } from './source.ts';

/** How to read. */
export interface ReadOptions {
  readonly scanner: Scanner;
  readonly dialect: Dialect;
}

/**
 * Reads a whole transcript as chunks, in order; the chunks tile the octets. Total: any octets give
 * chunks, never an exception.
 */
export function* readTranscript(octets: Uint8Array, options: ReadOptions): Generator<Chunk> {
  let at = 0;
  do {
    const chunk = readChunk(octets.subarray(at), options);
    yield chunk;
    at += chunk.octets.length;
  } while (at < octets.length);
}

/** Reads the first chunk of the octets: up to where another session, or group of sessions, begins. */
export function readChunk(octets: Uint8Array, options: ReadOptions): Chunk {
  return new ChunkReader(octets, options).read();
}

class ChunkView implements Chunk {
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
  readonly dialect: string;
  readonly sessions: readonly Session[];
  readonly loose: readonly (Note | Directive | UnknownLine)[];
  #lines: LineIndex | undefined;

  constructor(octets: Uint8Array, options: ReadOptions, found: Pick<Chunk, 'sessions' | 'loose'>) {
    this.octets = octets;
    this.scanner = options.scanner;
    this.dialect = options.dialect.id;
    this.sessions = found.sessions;
    this.loose = found.loose;
  }

  get lines(): LineIndex {
    this.#lines ??= lineIndexOf(this.octets);
    return this.#lines;
  }
}

/** Lines that wait to learn which session they belong to. */
interface Held {
  readonly record: LineRecord;
  readonly next: number;
}

class ChunkReader {
  readonly #options: ReadOptions;
  readonly #source: Source;
  readonly #builders = new Map<string, SessionBuilder>();
  readonly #sessions: Session[] = [];
  readonly #held: Held[] = [];
  /** Where the blank line or the notes after the last wire line begin, -1 where there are none. */
  #gapStart = -1;
  #afterBlank = false;

  constructor(octets: Uint8Array, options: ReadOptions) {
    const { scanner, dialect } = options;
    this.#options = options;
    this.#source = { octets, scanner, dialect, reader: dialect.open(octets, scanner) };
  }

  read(): Chunk {
    const { octets } = this.#source;
    const cut = this.#source.dialect.interleaves ? this.#interleaved() : this.#single();
    for (const builder of this.#builders.values()) this.#finish(builder);
    this.#sessions.sort((a, b) => a.span.start - b.span.start);
    // What was held back at the cut belongs to the next chunk.
    const own = this.#held.filter(({ record }) => record.from < cut);
    const loose = own.flatMap(held => looseOf(held, this.#source));
    return new ChunkView(octets.subarray(0, cut), this.#options, {
      sessions: this.#sessions,
      loose,
    });
  }

  /** Reads one conversation; returns where the next one begins. */
  #single(): number {
    const { octets, reader } = this.#source;
    const builder = this.#builder('');
    let at = 0;
    while (at < octets.length) {
      if (builder.inContent && reader.readContent !== undefined) {
        const block = reader.readContent(at);
        if (block.next > at) {
          builder.contentBlock(at, block);
          at = block.next;
          continue;
        }
      }
      const next = reader.readLine(at, this.#context(builder));
      const { record } = reader;
      if (builder.opensAnother(record, this.#afterBlank)) {
        return this.#gapStart < 0 ? at : this.#gapStart;
      }
      this.#take(builder, record, next);
      at = next;
    }
    this.#release(builder);
    return octets.length;
  }

  #take(builder: SessionBuilder, record: LineRecord, next: number): void {
    if (isAside(record)) {
      if (this.#gapStart < 0) this.#gapStart = record.from;
      if (record.kind === 'blank') this.#afterBlank = true;
      else if (record.kind !== 'boundary') this.#held.push({ record: { ...record }, next });
      return;
    }
    const kind = record.kind;
    if (this.#held.length > 0) {
      const own = { ...record };
      this.#release(builder, 'wire');
      builder.line(own, next);
    } else builder.line(record, next);
    if (kind !== 'blank') {
      this.#gapStart = -1;
      this.#afterBlank = false;
    }
  }

  /** Gives the notes that were held back to the session; without one they stay loose. */
  #release(builder: SessionBuilder, cause: 'wire' | 'end' = 'end'): void {
    if (cause === 'end' && !builder.started) return;
    for (const held of this.#held.splice(0)) builder.line(held.record, held.next);
  }

  /** Reads connections that mix; returns where all of them are over and another begins. */
  #interleaved(): number {
    const { octets, reader } = this.#source;
    let at = 0;
    while (at < octets.length) {
      const next = reader.readLine(at, NO_CONTEXT);
      const { record } = reader;
      if (record.kind === 'connect' && this.#sessions.length > 0 && this.#builders.size === 0) {
        return at;
      }
      if (!isAside(record)) this.#route(record, next);
      at = next;
    }
    return octets.length;
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
    if (name !== undefined) this.#builders.delete(name);
  }

  #context(builder: SessionBuilder): LineContext {
    const { inAuth, inContent, inChunk } = builder;
    return { inAuth, inContent, inChunk };
  }
}

const NO_CONTEXT: LineContext = {
  inAuth: false,
  inContent: false,
  inChunk: false,
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
