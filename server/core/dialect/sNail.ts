import type { Dialect, Evidence, LineContext } from './dialect.ts';
import { DecodingReader } from './decodingReader.ts';
import { peekLine } from './peek.ts';

const MARK = /^(?:s-nail|mailx|mail|nail|Mail): >>> (SERVER: )?/;
const NOTE = /^(?:s-nail|mailx|mail|nail|Mail): /;
const DOT = 46;

/** s-nail -v: `>>> ` before both sides, and `SERVER: ` tells them apart. */
export const sNail: Dialect = {
  id: 's-nail-v',
  label: 's-nail -v',
  description:
    'What s-nail (mailx) prints with -v or -d: "s-nail: >>> SERVER: " and "s-nail: >>> ".',
  hides: [],
  interleaves: false,
  whole: false,
  probe,
  open: (octets, scanner) => new SNailReader(octets, scanner),
};

function probe(sample: string): Evidence {
  return /^(?:s-nail|mailx|mail|nail|Mail): >>> SERVER: [2-5]\d\d(?:[ -]|\r?$)/m.test(sample)
    ? { certainty: 1, why: '">>> SERVER: " after the name of the program' }
    : { certainty: 0, why: '' };
}

class SNailReader extends DecodingReader {
  protected override decode(from: number, to: number, context: LineContext): undefined {
    const head = this.head(from, to);
    const mark = MARK.exec(head);
    if (mark === null) {
      this.#note(head, from, to);
      return;
    }
    // In a message only the state tells a body line "SERVER: " from a reply.
    const server = mark[1] !== undefined && !context.inContent;
    const start = from + (server ? mark[0].length : head.indexOf('>>> ') + 4);
    if (server || !context.inContent || this.octets[start] !== DOT) {
      this.wire(server ? 'server' : 'client', { from: start, to });
      return;
    }
    // Dots are printed before they are doubled.
    if (to - start === 1 && this.#endsMessage(to)) {
      this.wire('client', { from: start, to });
      return;
    }
    const line = new Uint8Array(to - start + 3);
    line.set([DOT]);
    line.set(this.octets.subarray(start, to), 1);
    line.set([13, 10], to - start + 1);
    this.wireOctets('client', line, { from: start, to });
  }

  /** A lone dot ends the message where no further line of it follows. */
  #endsMessage(to: number): boolean {
    const text = { octets: this.octets, scanner: this.scanner };
    const end = peekLine(text, to)?.next ?? to;
    const mark = MARK.exec(peekLine(text, end)?.head ?? '');
    return mark === null || mark[1] !== undefined;
  }

  #note(head: string, from: number, to: number): void {
    const name = NOTE.exec(head)?.[0];
    if (name === undefined) return;
    const text = head.slice(name.length);
    if (/^Resolving host /.test(text)) this.event('boundary', from, to);
    else if (/^TLS connection using /.test(text)) this.event('tls', from, to);
    else if (/^\.\.\. message not sent|^Connection (?:closed|reset)/.test(text)) {
      this.event('close', from, to);
    }
  }
}
