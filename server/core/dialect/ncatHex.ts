import type { Dialect, LineContext } from './dialect.ts';
import { NO_EVIDENCE } from './evidence.ts';
import { hexOctets } from './hexOctets.ts';
import { joinedPieces } from './joinedPieces.ts';
import type { PlacedOctets } from './joinedPieces.ts';
import { StreamReader } from './streamReader.ts';

const LINE = /^\[?([0-9a-f]{4,8})\]? {2,3}((?:[0-9a-f]{2} {1,2}){1,16})/i;
const FIRST_REPLY = /^\[?0{4,8}\]? {2,3}3[2-5] 3[0-9] 3[0-9] 2[0d] /m;

/** ncat -x: a hex dump of what passed; nothing but the dialogue itself says in which direction. */
export const ncatHex: Dialect = {
  id: 'ncat-hex',
  label: 'ncat -x (hex)',
  description:
    'The hex dump that ncat -x writes: offsets begin anew with each block, no direction.',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (!FIRST_REPLY.test(sample)) return NO_EVIDENCE;
    const lines = sample.split('\n', 40).filter(line => line.trim() !== '');
    const own = lines.filter(line => LINE.test(line)).length;
    return own >= lines.length * 0.8
      ? { certainty: 0.85, why: 'hex dump of a dialogue' }
      : NO_EVIDENCE;
  },
  open: (octets, scanner) => new NcatHexReader(octets, scanner),
};

class NcatHexReader extends StreamReader {
  protected read(from: number, to: number, context: LineContext): number | undefined {
    const first = this.#lineAt(from, to);
    if (first === undefined) return undefined;
    const parts: PlacedOctets[] = [first];
    let end = this.#next(to);
    let expected = first.offset + first.octets.length;
    while (end < this.octets.length) {
      const stop = this.scanner.indexOf(this.octets, 10, end, this.octets.length);
      const more = this.#lineAt(end, stop < 0 ? this.octets.length : stop);
      if (more?.offset !== expected || more.offset === 0) break;
      parts.push(more);
      expected += more.octets.length;
      end = stop < 0 ? this.octets.length : stop + 1;
    }
    const { octets, places } = joinedPieces(parts);
    this.stream(this.#partyOf(octets, context), octets, { from, to: end, places });
    return end;
  }

  /** In content everything is the client's; elsewhere a block that begins a reply is not. */
  #partyOf(block: Uint8Array, context: LineContext): 'client' | 'server' {
    if (context.inContent || context.inChunk) return 'client';
    if (this.isHeld('server')) return 'server';
    const head = this.scanner.latin1(block, 0, Math.min(4, block.length));
    return /^\d{3}[ -]/.test(head) ? 'server' : 'client';
  }

  #lineAt(from: number, to: number): (PlacedOctets & { readonly offset: number }) | undefined {
    const match = LINE.exec(`${this.head(from, to, 70)} `);
    if (match === null) return undefined;
    const [all, offset = '', digits = ''] = match;
    const start = from + all.length - digits.length;
    return { offset: Number.parseInt(offset, 16), ...hexOctets(digits, start) };
  }

  #next(to: number): number {
    const feed = this.scanner.indexOf(this.octets, 10, to, this.octets.length);
    return feed < 0 ? this.octets.length : feed + 1;
  }
}
