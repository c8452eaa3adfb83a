import type { Dialect, LineContext } from './dialect.ts';
import { NO_EVIDENCE } from './evidence.ts';
import { StreamReader } from './streamReader.ts';
import { timeStampAt } from './timeStamp.ts';

const CR = 13;
const LF = 10;
const LINE = /^(\d{1,10}) ([<>]) /;
/** A line of the wire, whose CR an editor takes for a line end of its own: a blank stands alone. */
const RECORD = /^(?:@[0-9a-f]{24} )?\d{1,10} [<>] [^\n]{0,4000}(?:\r? |\+|\r?\n \r?)$/gm;
const TAI64N = /^@([0-9a-f]{16})([0-9a-f]{8}) /;
/** TAI64 labels begin at 2^62 and count ten seconds more than the clock of a computer. */
const EPOCH = 2n ** 62n + 10n;

/** recordio of ucspi-tcp: pid, direction as the server sees it, the line with its CR and a blank. */
export const recordio: Dialect = {
  id: 'recordio',
  label: 'recordio (ucspi-tcp)',
  description: 'recordio around a server: "pid > reply" and "pid < command", also with multilog.',
  hides: [],
  interleaves: true,
  whole: false,
  probe(sample) {
    const lines = sample.match(RECORD);
    if (lines === null) return NO_EVIDENCE;
    const reply = lines.some(line => /^(?:@\w+ )?\d+ [<>] [2-5]\d\d[ -]/.test(line));
    return reply ? { certainty: 0.9, why: 'pid, arrow and a reply' } : NO_EVIDENCE;
  },
  open: (octets, scanner) => new RecordioReader(octets, scanner),
};

interface Stamped {
  readonly length: number;
  readonly time: number;
}

class RecordioReader extends StreamReader {
  /** Connections around a client: there `<` is what it read, the server's. */
  readonly #reversed = new Map<string, boolean>();
  /** Connections whose client went away in its message: what the server says then nobody got. */
  readonly #lost = new Set<string>();

  protected read(from: number, to: number, context: LineContext): number | undefined {
    const head = this.head(from, to);
    const stamp = stampAt(head);
    const match = LINE.exec(head.slice(stamp.length));
    if (match === null) return undefined;
    const [mark, connection = '', arrow] = match;
    const start = from + stamp.length + mark.length;
    const about = { connection, time: stamp.time };
    const text = head.slice(stamp.length + mark.length);
    const party = this.#partyOf(connection, arrow ?? '', text);
    if (text === '[EOF]') {
      this.#ended(party, { from, to }, about, context);
      return undefined;
    }
    if (this.#lost.has(connection)) return undefined;
    const last = to > start ? this.octets[to - 1] : undefined;
    const partial = last === 43;
    const end = partial || last === 32 ? to - 1 : to;
    const apart = partial || last === 32 ? undefined : this.#blankAfter(to);
    const cr = apart !== undefined || this.octets[end] === CR;
    const octets = partial ? this.octets.subarray(start, end) : this.#line(start, end, cr);
    this.stream(party, octets, { from: start, to }, about);
    return apart;
  }

  #partyOf(connection: string, arrow: string, text: string): 'client' | 'server' {
    let reversed = this.#reversed.get(connection);
    if (reversed === undefined) {
      const greeting = /^(?:220|421|554|521)[ -]/.test(text);
      reversed = arrow === '<' && greeting;
      this.#reversed.set(connection, reversed);
    }
    return (arrow === '>') === reversed ? 'client' : 'server';
  }

  #ended(
    party: 'client' | 'server',
    { from, to }: { readonly from: number; readonly to: number },
    about: { readonly connection: string; readonly time: number },
    context: LineContext,
  ): void {
    const { connection } = about;
    const { inContent } = context.of(connection);
    this.forget(connection);
    if (party === 'server') {
      this.event('close', from, to, about);
      this.#lost.delete(connection);
      this.#reversed.delete(connection);
    } else if (inContent) {
      this.event('lost', from, to, about);
      this.#lost.add(connection);
    } else this.event('note', from, to, about);
  }

  /**
   * Where the next line ends if it is a blank alone: an editor takes the CR in "CR blank LF" for the
   * end of a line. Undefined where it is something else.
   */
  #blankAfter(to: number): number | undefined {
    const feed = this.octets[to] === CR ? to + 1 : to;
    if (this.octets[feed] !== LF || this.octets[feed + 1] !== 32) return undefined;
    const end = this.octets[feed + 2] === CR ? feed + 3 : feed + 2;
    return this.octets[end] === LF ? end + 1 : undefined;
  }

  /** The octets of a line of the wire that ended with LF, and before it with CR or not. */
  #line(from: number, end: number, cr: boolean): Uint8Array {
    const text = this.octets.subarray(from, end);
    // An editor that trims blanks makes "CR blank LF" to CRLF, and the CR is no longer in the line.
    const whole = new Uint8Array(text.length + (cr ? 2 : 1));
    whole.set(text);
    if (cr) whole[text.length] = CR;
    whole[whole.length - 1] = LF;
    return whole;
  }
}

function stampAt(head: string): Stamped {
  const tai = TAI64N.exec(head);
  if (tai === null) {
    const { length, time } = timeStampAt(head);
    return length > 0 && head[length] === ' ' && LINE.test(head.slice(length + 1, length + 40))
      ? { length: length + 1, time }
      : { length: 0, time: -1 };
  }
  const seconds = Number(BigInt(`0x${tai[1] ?? '0'}`) - EPOCH);
  const time = seconds * 1000 + Math.floor(Number.parseInt(tai[2] ?? '0', 16) / 1e6);
  return { length: tai[0].length, time: Number.isSafeInteger(time) ? Math.max(0, time) : -1 };
}
