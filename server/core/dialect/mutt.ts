import type { Dialect, Evidence, LineContext } from './dialect.ts';
import { DecodingReader } from './decodingReader.ts';
import { timeStampAt } from './timeStamp.ts';

/** `[TS] 4> ` of Mutt; `[TS]<2> function() 4> ` of NeoMutt. */
const MARK = /^\[([\d-]{10} [\d:]{8})\](?:<\w> [\w.]{1,60}\(\))? (\d{1,5})([<>]) ?/;
const NOTE = /^\[[\d-]{10} [\d:]{8}\](?:<\w> [\w.]{1,60}\(\))? /;

/** Mutt -d: the number of the socket, `<` server, `>` client. The reply to QUIT is not logged. */
export const mutt: Dialect = {
  id: 'mutt-debug',
  label: 'Mutt debug file',
  description: 'The debug file of mutt -d or neomutt -d: "[time] 4> " client, "[time] 4< " server.',
  hides: ['quit-reply'],
  interleaves: false,
  whole: false,
  probe,
  open: (octets, scanner) => new MuttReader(octets, scanner),
};

function probe(sample: string): Evidence {
  const mark = String.raw`^\[[\d-]{10} [\d:]{8}\](?:<\w> [\w.]{1,60}\(\))? \d{1,5}`;
  const server = new RegExp(`${mark}< [2-5]\\d\\d(?:[ -]|\\r?$)`, 'm').test(sample);
  return server
    ? { certainty: 1, why: 'a time, the number of a socket and an arrow' }
    : { certainty: 0, why: '' };
}

class MuttReader extends DecodingReader {
  /** The socket on which SMTP is spoken; IMAP may be logged beside it. */
  #socket = '';
  #linesSince354 = -1;

  protected override decode(from: number, to: number, context: LineContext): undefined {
    const head = this.head(from, to);
    const mark = MARK.exec(head);
    if (mark === null) {
      this.#note(head, from, to);
      return;
    }
    const [all, stamp = '', socket = '', arrow = ''] = mark;
    const payload = head.slice(all.length);
    if (!this.#isSmtp(socket, arrow, payload)) return;
    const { time } = timeStampAt(stamp);
    const span = { from: from + all.length, to };
    if (arrow === '<') {
      this.#server(payload, span, { inContent: context.inContent, time });
      return;
    }
    const doubled = this.#doubledDot(payload);
    if (doubled > 0) {
      const line = new Uint8Array(to - span.from - doubled + 3);
      line.set([46]);
      line.set(this.octets.subarray(span.from + doubled, to), 1);
      line.set([13, 10], line.length - 2);
      this.#linesSince354++;
      return (this.wireOctets('client', line, span, { time }), undefined);
    }
    // At lower levels the message is left out, and its dot is not.
    if (context.inContent && payload === '.' && this.#linesSince354 === 0) {
      this.event('hidden-content', from, to, { time });
      return;
    }
    this.#linesSince354++;
    this.wire('client', span, { time });
  }

  #server(
    payload: string,
    span: { readonly from: number; readonly to: number },
    { inContent, time }: { readonly inContent: boolean; readonly time: number },
  ): void {
    if (inContent && this.#linesSince354 === 0) {
      this.event('hidden-content', span.from, span.from, { time });
    }
    this.#linesSince354 = payload.startsWith('354') ? 0 : -1;
    this.wire('server', span, { time });
  }

  /** `.[time] 4> .text`: the dot that doubles another is a record of its own. */
  #doubledDot(payload: string): number {
    if (!payload.startsWith('.[')) return 0;
    const second = MARK.exec(payload.slice(1));
    return second?.[3] === '>' && payload[1 + second[0].length] === '.' ? 1 + second[0].length : 0;
  }

  #isSmtp(socket: string, arrow: string, payload: string): boolean {
    if (this.#socket === socket) return true;
    const opens = arrow === '<' && /^(?:220|554|421)[ -]/.test(payload);
    const excerpt = this.#socket === '' && speaksSmtp(arrow, payload);
    if (opens || excerpt) this.#socket = socket;
    return opens || excerpt;
  }

  #note(head: string, from: number, to: number): void {
    const note = NOTE.exec(head);
    if (note === null) return;
    const text = head.slice(note[0].length);
    if (/^(?:Looking up|Connecting to) /.test(text)) this.event('boundary', from, to);
    else if (/^(?:SSL|TLS)(?:\/TLS)? connection using /.test(text)) this.event('tls', from, to);
    else if (/^Connection to .{1,255} closed$/.test(text)) this.event('close', from, to);
  }
}

function speaksSmtp(arrow: string, payload: string): boolean {
  if (arrow === '<') return /^[2-5]\d\d(?:[ -]|$)/.test(payload);
  return /^(?:EHLO|HELO|MAIL FROM:|RCPT TO:|DATA$|QUIT$|RSET$)/i.test(payload);
}
