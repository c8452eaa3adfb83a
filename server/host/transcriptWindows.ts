import type { Dialect } from '../core/dialect/dialect.ts';
import { lineEndsIn } from '../core/octets/lineEnds.ts';
import { lineAt, lineIndexOf } from '../core/octets/lineIndex.ts';
import type { Span } from '../core/octets/span.ts';
import { readChunk, readOpenChunk } from '../core/transcript/readTranscript.ts';
import type { Chunk } from '../core/transcript/model.ts';
import { bufferScanner } from './bufferScanner.ts';
import { OctetBlocks } from './octetBlocks.ts';
import type { OctetSource } from './octetSource.ts';

/** A chunk and where it is in the file. It holds until the next one is asked for. */
export interface PlacedChunk {
  readonly chunk: Chunk;
  /** It begins where the file does. */
  readonly first: boolean;
  /** 1-based line of the file for a line of the chunk's source (0-based). */
  fileLine(line: number): number;
}

/** A stretch of the file that was in memory at once. */
export interface TranscriptWindow {
  /** Its chunks, read while they are asked for; to be asked for once. */
  chunks(): Iterable<PlacedChunk>;
  /** After its chunks: no session that comes later begins before this line of the file. */
  openFrom(): number;
}

/** How a transcript is read in windows. */
export interface WindowOptions {
  readonly dialect: Dialect;
  /** Octets of a window at first; it grows to hold the longest session. */
  readonly octets?: number;
  /** A session longer than this is read in parts. */
  readonly most?: number;
  /** Whether lines are still asked for; counting them takes time. Once false, always false. */
  readonly numbered?: () => boolean;
  /** Told how many octets were read, after each window. */
  readonly onRead?: (octets: number) => void;
}

const LF = 10;
const WINDOW = 4 * 1024 * 1024;
const MOST = 512 * 1024 * 1024;
/** A session of more lines than this, content aside, is read in parts too: each takes a kilobyte. */
const MOST_LINES = 2_000_000;
/** Octets of sessions that mix and are open at the same time; the quietest are given up. */
const MOST_CARRIED = 32 * 1024 * 1024;
/** Readers look no farther than this to learn how lines are marked. */
const LOOKAHEAD = 65_536;

/**
 * Reads a transcript of any length through a window that moves on at the beginning of a session:
 * memory depends on the longest session, or on those open at the same time, not on the length.
 */
export async function* readWindows(
  source: OctetSource,
  options: WindowOptions,
): AsyncGenerator<TranscriptWindow> {
  const most = options.most ?? MOST;
  const blocks = new OctetBlocks(source, Math.min(options.octets ?? WINDOW, most), most);
  let place: Place = { line: 1, carried: [] };
  let left: Uint8Array = new Uint8Array(0);
  let total = 0;
  for (let first = true; ; first = false) {
    const { octets, ended } = await blocks.next(left);
    total += octets.length - left.length;
    const whole = ended || octets.length >= most;
    const end = ended ? octets.length : lastLineEnd(octets, whole);
    const window = new Window(octets.subarray(0, end), { ...options, place, whole, first });
    yield window;
    options.onRead?.(total);
    if (ended) return;
    ({ left, place } = window.moveOn(octets));
  }
}

/** After the last line end, or all octets where that must do. */
function lastLineEnd(octets: Uint8Array, whole: boolean): number {
  const last = octets.lastIndexOf(LF);
  return last < 0 && whole ? octets.length : last + 1;
}

/** Where the lines of a window are in the file. */
interface Place {
  /** 1-based line of the file on which what is not carried begins. */
  readonly line: number;
  /** The lines of the file that were carried over, one a line of the window. */
  readonly carried: readonly number[];
}

class Window implements TranscriptWindow {
  readonly #octets: Uint8Array;
  readonly #options: WindowOptions & { place: Place; whole: boolean; first: boolean };
  #done = 0;
  /** Lines of the window before `#countedTo`. */
  #lines = 0;
  #countedTo = 0;
  #carry: readonly Span[] = [];

  constructor(
    octets: Uint8Array,
    options: WindowOptions & { place: Place; whole: boolean; first: boolean },
  ) {
    this.#octets = octets;
    this.#options = options;
  }

  *chunks(): Generator<PlacedChunk> {
    const { length } = this.#octets;
    const { dialect, whole } = this.#options;
    const read = { scanner: bufferScanner, dialect, mostLines: MOST_LINES };
    while (this.#done < length || (whole && length === 0 && this.#options.first)) {
      const at = this.#done;
      const left = this.#octets.subarray(at);
      if (!whole && at > 0 && left.length < LOOKAHEAD) return;
      if (whole || !dialect.interleaves) {
        const chunk = readChunk(left, read);
        if (!whole && chunk.source.length === left.length) return;
        this.#done = at + Math.max(chunk.source.length, 0);
        yield this.#placed(chunk, at);
      } else {
        const { chunk, carry } = readOpenChunk(left, read, MOST_CARRIED);
        this.#carry = carry.map(({ start, end }) => ({ start: at + start, end: at + end }));
        this.#done = at + chunk.source.length;
        yield this.#placed(chunk, at);
      }
      if (length === 0) return;
    }
  }

  #placed(chunk: Chunk, at: number): PlacedChunk {
    let base: number | undefined;
    return {
      chunk,
      first: this.#options.first && at === 0,
      fileLine: line => {
        base ??= this.#linesBefore(at);
        return this.#fileLine(base + line);
      },
    };
  }

  /** Line of the file for a line of the window (0-based). */
  #fileLine(line: number): number {
    const { carried, line: first } = this.#options.place;
    return carried[line] ?? first + line - carried.length;
  }

  #linesBefore(at: number): number {
    if (this.#options.numbered?.() === false) return 0;
    if (at < this.#countedTo) return lineEndsIn(this.#octets, bufferScanner, 0, at);
    if (at > this.#countedTo) {
      this.#lines += lineEndsIn(this.#octets, bufferScanner, this.#countedTo, at);
      this.#countedTo = at;
    }
    return this.#lines;
  }

  openFrom(): number {
    const first = this.#carry[0]?.start ?? this.#done;
    return this.#fileLine(this.#linesBefore(first));
  }

  /** What is to be read again, and what was not read yet, with its place in the file. */
  moveOn(octets: Uint8Array): { left: Uint8Array; place: Place } {
    const before = this.#linesBefore(this.#done);
    const carried = this.#carriedLines();
    const { place } = this.#options;
    // What was carried into this window and not read yet still is.
    const kept = [...carried, ...place.carried.slice(before)];
    const line = before < place.carried.length ? place.line : this.#fileLine(before);
    let to = this.#done;
    for (const { start, end } of this.#carry.toReversed()) {
      to -= end - start;
      octets.copyWithin(to, start, end);
    }
    return { left: octets.subarray(to), place: { line, carried: kept } };
  }

  #carriedLines(): number[] {
    if (this.#carry.length === 0) return [];
    const index = lineIndexOf(this.#octets);
    const lines: number[] = [];
    for (const { start, end } of this.#carry) {
      for (let line = lineAt(index, start); (index.starts[line] ?? end) < end; line++) {
        lines.push(this.#fileLine(line));
      }
    }
    return lines;
  }
}
