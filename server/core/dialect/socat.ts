import type { Dialect } from './dialect.ts';
import { NO_EVIDENCE } from './evidence.ts';
import { hexOctets } from './hexOctets.ts';
import { Places } from '../octets/places.ts';
import type { Scanner } from '../octets/scanner.ts';
import type { Span } from '../octets/span.ts';
import { StreamReader } from './streamReader.ts';
import { timeStampAt } from './timeStamp.ts';

const STAMP = String.raw`\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?`;
const HEADER = new RegExp(`^([<>]) (${STAMP}) {1,4}length=(\\d{1,12}) from=\\d+ to=\\d+`);
const HEADERS = new RegExp(
  `([<>]) ${STAMP} {1,4}length=\\d+ from=\\d+ to=\\d+\\r?\\n(.{0,16})`,
  'g',
);
const HEX_LINE = /^(?: [0-9a-f]{2})+/;

/** What socat itself logs. */
const LOG = new RegExp(`^${STAMP} socat\\[`);

const BACKSLASH = 92;
const ESCAPES: ReadonlyMap<number, number> = new Map([
  [97, 7],
  [98, 8],
  [102, 12],
  [110, 10],
  [114, 13],
  [116, 9],
  [118, 11],
  [92, 92],
]);
const WINDOW = 65_536;

/** socat -v and -x: a header line a block, then its text with escapes, or its octets in hex. */
export const socat: Dialect = {
  id: 'socat-v',
  aliases: ['socat-x', 'socat-xv'],
  label: 'socat -v, -x',
  description: 'A relay by socat: "> time length=… from=… to=…" before each block of either side.',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    const blocks = [...sample.matchAll(HEADERS)].map(block => block[2] ?? '');
    const spoken = blocks.some(text => /^[2-5]\d\d[ -]|^(?: 3[0-9]){3} 2[0d]/.test(text));
    return spoken ? { certainty: 0.95, why: 'block headers and a reply' } : NO_EVIDENCE;
  },
  open: (octets, scanner) => new SocatReader(octets, scanner),
};

interface Block {
  readonly octets: Uint8Array;
  readonly places: Places;
  /** Where it ends in the source. */
  readonly end: number;
}

class SocatReader extends StreamReader {
  readonly #hex: boolean;
  /** `>` marks the server: it was socat's first address. */
  readonly #reversed: boolean;
  /** The server has spoken. */
  #begun = false;

  constructor(octets: Uint8Array, scanner: Scanner) {
    super(octets, scanner);
    const sample = scanner.latin1(octets, 0, Math.min(octets.length, WINDOW));
    const blocks = [...sample.matchAll(HEADERS)];
    this.#hex = HEX_LINE.test(blocks[0]?.[2] ?? '');
    const reply = blocks.find(block => /^(?:[2-5]\d\d[ -]| 3[2-5] 3)/.test(block[2] ?? ''));
    this.#reversed = reply?.[1] === '>';
  }

  protected read(from: number, to: number): number | undefined {
    const header = HEADER.exec(this.head(from, to));
    if (header === null) return undefined;
    const [, arrow, stamp = '', count = '0'] = header;
    const party = (arrow === '>') === this.#reversed ? 'server' : 'client';
    const length = Number(count);
    const start = this.#lineEnd(to);
    const block = this.#hex ? this.#hexBlock(start, length) : this.#block(start, length);
    const { octets, places, end } = block;
    const { time } = timeStampAt(stamp);
    if (party === 'server') this.#mayBegin({ start: from, end: to }, octets, time);
    if (octets.length > 0) this.stream(party, octets, { from: start, to: end, places }, { time });
    return end;
  }

  /** Octets are counted from 0 on each connection: where the count begins anew, so does another. */
  #mayBegin({ start, end }: Span, said: Uint8Array, time: number): void {
    const greets = /^(?:220|521|554)/.test(this.scanner.latin1(said, 0, Math.min(3, said.length)));
    if (this.#begun && greets && / from=0 to=\d{1,12}\s*$/.test(this.head(start, end))) {
      this.forget();
      this.event('connect', start, end, { time });
    }
    this.#begun = true;
  }

  /** The text of a block: as many octets as its header says, or up to the next header. */
  #block(from: number, length: number): Block {
    const block = this.#counted(from, length, this.octets.length);
    const after = this.head(block.end, this.octets.length, 120);
    if (block.end >= this.octets.length || HEADER.test(after) || LOG.test(after)) return block;
    return this.#counted(from, length, this.#headerFrom(from));
  }

  #counted(from: number, length: number, limit: number): Block {
    const source = this.octets;
    const octets = new Uint8Array(Math.min(length, limit - from));
    const places = new Places();
    let count = 0;
    let at = from;
    while (count < octets.length && at < limit) {
      const began = at;
      const octet = source[at] ?? 0;
      const escape = octet === BACKSLASH ? ESCAPES.get(source[at + 1] ?? -1) : undefined;
      at += escape === undefined ? 1 : 2;
      // A CR that is not written as an escape is the file's own line end.
      if (octet === 13 && source[at] === 10) continue;
      places.add(count, began, at - began, escape === undefined ? 1 : 0);
      octets[count++] = escape ?? octet;
    }
    return { octets: octets.subarray(0, count), places, end: at };
  }

  /** The block was changed, so that its length says nothing: it ends where a header begins. */
  #headerFrom(from: number): number {
    let at = from;
    while (at < this.octets.length && !HEADER.test(this.head(at, this.octets.length, 120))) {
      at = this.#lineEnd(at);
    }
    return at;
  }

  /** Lines of hex, with the text beside them or without, closed by `--` where it is there. */
  #hexBlock(from: number, length: number): Block {
    const octets = new Uint8Array(Math.min(length, this.octets.length - from));
    const places = new Places();
    let count = 0;
    let at = from;
    while (at < this.octets.length) {
      const feed = this.scanner.indexOf(this.octets, 10, at, this.octets.length);
      const end = feed < 0 ? this.octets.length : feed;
      const digits = HEX_LINE.exec(this.scanner.latin1(this.octets, at, end))?.[0];
      const closes = this.head(at, end, 3).trim() === '--';
      if (digits === undefined && !closes) break;
      const began = at;
      at = Math.min(end + 1, this.octets.length);
      if (digits === undefined) break;
      const read = hexOctets(digits, began);
      const line = read.octets.subarray(0, octets.length - count);
      places.addPart(read.places, 0, line.length, count);
      octets.set(line, count);
      count += line.length;
      if (count >= length && this.head(at, this.octets.length, 3).trim() !== '--') break;
    }
    return { octets: octets.subarray(0, count), places, end: at };
  }

  #lineEnd(to: number): number {
    const feed = this.scanner.indexOf(this.octets, 10, to, this.octets.length);
    return feed < 0 ? this.octets.length : feed + 1;
  }
}
