import { latin1Octets } from '../octets/latin1Octets.ts';
import { DecodingReader } from './decodingReader.ts';
import type { Dialect } from './dialect.ts';
import { LineCursor } from './physicalLine.ts';
import { timeStampAt } from './timeStamp.ts';

/** The Rust crate lettre with tracing: `<<` repeats what it has read of a reply so far. */
export const lettre: Dialect = {
  id: 'lettre',
  label: 'lettre (Rust)',
  description: 'What the Rust crate lettre traces at level DEBUG.',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (TARGET_SERVER.test(sample)) return { certainty: 1, why: 'lettre::…: << 220' };
    if (TARGET_CLIENT.test(sample)) return { certainty: 0.9, why: 'lettre::…: Wrote:' };
    if (/^.{0,80}\bWrote: (?:EHLO|LHLO) [^\r\n]{1,300}<CRLF>/m.test(sample)) {
      return { certainty: 0.8, why: 'Wrote: EHLO …<CRLF>' };
    }
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new LettreReader(octets, scanner),
};

const TARGET_SERVER = /^.{0,120}lettre::transport::smtp[\w:]{0,60}.{1,24}<< \d{3}/m;
const TARGET_CLIENT = /^.{0,120}lettre::transport::smtp[\w:]{0,60}.{1,24}Wrote: /m;
const LINE =
  /^(?:.{0,120}lettre::transport::smtp[\w:]{0,60}.{1,24}?|.{0,80}?\b(?:DEBUG|TRACE)\S{0,8} {1,3})(Wrote: |<< |connection encrypted)/;

const LINE_END = '<CRLF>';
const MARK = latin1Octets(LINE_END);

interface Part {
  readonly from: number;
  readonly to: number;
  /** A line end follows. */
  readonly ended: boolean;
}

class LettreReader extends DecodingReader {
  /** Lines of the reply that were read already. */
  #known = 0;
  /** The line end at the beginning of the next record was read with the line it ends. */
  #completed = false;
  readonly #ahead = new LineCursor(this.octets, this.scanner, 'lf');

  protected decode(from: number, to: number): undefined {
    const head = this.head(from, to);
    const match = LINE.exec(head);
    if (match === null) return;
    const at = from + match[0].length;
    const time = timeOf(head);
    if (match[1] === 'Wrote: ') this.#sent(at, to, time);
    else if (match[1] === '<< ') this.#received(at, to, time);
    else this.event('tls', from, to, { time });
  }

  #sent(from: number, to: number, time: number): void {
    this.#known = 0;
    const begun = this.#completed;
    this.#completed = !this.#endsWithLine(from, to) && this.#nextCompletes(to);
    for (const [at, part] of this.#parts(from, to).entries()) {
      if (begun && at === 0 && part.from === part.to) continue;
      if (part.ended || this.#completed) this.wire('client', part, { time });
      else this.wireOctets('client', this.octets.subarray(part.from, part.to), part, { time });
    }
  }

  #endsWithLine(from: number, to: number): boolean {
    const at = to - MARK.length;
    return at >= from && this.scanner.indexOfSequence(this.octets, MARK, at, to) === at;
  }

  /** The message is written without its last line end, which comes with the dot after it. */
  #nextCompletes(to: number): boolean {
    this.#ahead.move(to);
    const { next } = this.#ahead;
    this.#ahead.move(next);
    const head = this.head(next, this.#ahead.to);
    const match = LINE.exec(head);
    return match?.[1] === 'Wrote: ' && head.startsWith(LINE_END, match[0].length);
  }

  #received(from: number, to: number, time: number): void {
    const lines = this.#replyLines(from, to);
    if (lines.length <= this.#known) this.#known = 0;
    for (const line of lines.slice(this.#known)) this.wire('server', line, { time });
    const last = lines.at(-1);
    const goesOn = last !== undefined && this.octets[last.from + 3] === 45;
    this.#known = goesOn ? lines.length : 0;
  }

  /** `<CRLF>` may stand in a reply's text as well; a line of a reply begins with a code. */
  #replyLines(from: number, to: number): readonly Part[] {
    const lines: Part[] = [];
    for (const part of this.#parts(from, to)) {
      const last = lines.at(-1);
      if (last === undefined || /^\d{3}(?:[ -]|$)/.test(this.head(part.from, part.to, 4))) {
        lines.push(part);
      } else lines[lines.length - 1] = { ...last, to: part.to };
    }
    return lines;
  }

  /** The text between line ends; what follows the last one is a part only where it is not empty. */
  #parts(from: number, to: number): readonly Part[] {
    const parts: Part[] = [];
    let at = from;
    while (at < to) {
      const end = this.scanner.indexOfSequence(this.octets, MARK, at, to);
      parts.push({ from: at, to: end < 0 ? to : end, ended: end >= 0 });
      at = end < 0 ? to : end + MARK.length;
    }
    return parts;
  }
}

function timeOf(head: string): number {
  const stamp = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(head.slice(0, 40));
  return stamp === null ? -1 : timeStampAt(head, stamp.index).time;
}
