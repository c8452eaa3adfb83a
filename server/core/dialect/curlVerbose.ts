import { curlNoteKind, curlProtocolOf } from './curlNotes.ts';
import type { CurlProtocol } from './curlNotes.ts';
import type { Dialect, Evidence } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge, Judged, JudgedLine, JudgedText } from './lineDialect.ts';
import { timeStampAt } from './timeStamp.ts';

const CR = 13;
/** How far the first lines of a connection are looked for. */
const WINDOW = 8192;

/** Time of --trace-time and numbers of --trace-ids, then the mark. */
const MARK = /^(\d\d:\d\d:\d\d\.\d{6} )?(?:\[[\dx]{1,9}-[\dx]{1,9}\] )?([*<>{}]) /;
/** One state of the progress meter, which shares its line with what is printed next. */
const METER = /^[ \d.kMGTPE:-]{60,90}?(?=(?:\d\d:\d\d:\d\d\.\d{6} )?[*<>{}] )/;
const PREFIX = String.raw`^(?:\d\d:\d\d:\d\d\.\d{6} )?(?:\[[\dx]{1,9}-[\dx]{1,9}\] )?`;

/** curl -v: `*` notes, `>` client, `<` server; neither the message nor (mostly) QUIT is printed. */
export const curlVerbose: Dialect = lineDialect({
  id: 'curl-v',
  aliases: ['curl-v-time'],
  label: 'curl -v',
  description: 'What curl -v prints for smtp:// and smtps://, also with --trace-time.',
  hides: ['content', 'quit'],
  interleaves: false,
  whole: false,
  probe,
  judge: text => new CurlJudge(text).judge,
});

const NOTE = new RegExp(
  `${PREFIX}(?:\\* {1,3}(?:Trying|Connected to|Connection #|Closing|closing|Established|Host|SSL|TLS|Re-using|RCPT failed|About)|[{}] \\[\\d+ bytes data\\])`,
  'm',
);
const SERVER = new RegExp(`${PREFIX}< [2-5]\\d\\d[ -]`, 'm');
const REFUSED = new RegExp(`${PREFIX}\\* Got unexpected smtp-server response: \\d{3}`, 'm');
const HELLO = new RegExp(`${PREFIX}> (?:EHLO|HELO|LHLO|MAIL FROM:|RCPT TO:)`, 'im');

function probe(sample: string): Evidence {
  const notes = NOTE.test(sample);
  const replies = SERVER.test(sample);
  const bothSides = replies && HELLO.test(sample);
  if (notes && replies && (bothSides || protocolIn(sample) !== 'other')) {
    return { certainty: bothSides ? 1 : 0.9, why: 'curl notes with an SMTP dialogue' };
  }
  if (notes && /^220[ -].{0,200}\bE?SMTP\b/m.test(sample) && protocolIn(sample) !== 'other') {
    return { certainty: 0.7, why: 'curl notes with the greeting of an SMTP server' };
  }
  if (notes && REFUSED.test(sample)) return { certainty: 0.9, why: 'a refusal as curl notes it' };
  if (bothSides) return { certainty: 0.7, why: 'lines with > and < as curl prints them' };
  return { certainty: 0, why: '' };
}

/** Where another connection begins. */
const OPENINGS = ['*   Trying ', '* Connected to ', '* Established connection to '];
const FIRST_CLIENT = new RegExp(`${PREFIX}> (.{0,400})`, 'm');
const FIRST_SERVER = new RegExp(`${PREFIX}< (.{0,400})`, 'm');

/** What is spoken on the connection whose lines follow. */
function protocolIn(sample: string): CurlProtocol {
  const client = FIRST_CLIENT.exec(sample)?.[1] ?? '';
  const server = FIRST_SERVER.exec(sample)?.[1] ?? '';
  const protocol = curlProtocolOf(client, server);
  // A request that no HTTP server answers may have gone to a mail server.
  const lost = /^[A-Z]{1,20} \S{1,300} HTTP\/\d/.test(client) && !/^220[ -]/m.test(sample);
  return protocol === 'smtp' && lost ? 'other' : protocol;
}

class CurlJudge {
  readonly #text: JudgedText;
  #protocol: CurlProtocol | undefined;
  /** Within the tunnel's own headers. */
  #headers: 'request' | 'reply' | undefined;
  /** Something was said or heard, or the connection stands. */
  #live = false;
  /** The connection broke; what curl says then never arrives. */
  #gone = false;

  constructor(text: JudgedText) {
    this.#text = text;
  }

  readonly judge: Judge = line => {
    const skipped = this.#meterBefore(line);
    const head = skipped === 0 ? line.head : this.#headAt(line.from + skipped, line.to);
    const mark = MARK.exec(head);
    if (mark === null) return line.to > line.from ? { kind: 'unknown' } : undefined;
    const at = skipped + mark[0].length;
    const judged = this.#marked(mark[2] ?? '', head.slice(mark[0].length), line);
    return { ...judged, at, time: timeStampAt(mark[1] ?? '').time };
  };

  #marked(mark: string, payload: string, line: JudgedLine): Judged {
    if (mark === '*') return { kind: this.#note(payload, line) };
    if (mark === '{' || mark === '}') return { kind: 'note' };
    this.#protocol ??= this.#decide(line.from);
    if (this.#protocol === 'tunnel') return { kind: this.#tunnel(mark, payload) };
    if (this.#protocol === 'other' || (this.#gone && mark === '>')) return { kind: 'note' };
    this.#live = true;
    return { kind: mark === '>' ? 'client' : 'server' };
  }

  #note(note: string, line: JudgedLine): Judged['kind'] {
    const kind = curlNoteKind(note);
    if (kind === 'boundary' || kind === 'connect') {
      this.#protocol = undefined;
      this.#headers = undefined;
      this.#gone = false;
      this.#live = kind === 'connect';
      if (this.#live) this.#protocol = this.#decide(line.next);
    } else if (kind === 'lost' || kind === 'timeout') this.#gone = true;
    const spoken = this.#live && this.#protocol !== 'other';
    return spoken || kind === 'boundary' ? kind : 'note';
  }

  /** The headers of CONNECT and of its answer; after them the mail server speaks. */
  #tunnel(mark: string, payload: string): Judged['kind'] {
    const empty = payload === '';
    if (mark === '>') this.#headers = 'request';
    else if (!empty) this.#headers = 'reply';
    else if (this.#headers === 'reply') this.#protocol = 'smtp';
    return 'note';
  }

  #decide(at: number): CurlProtocol {
    const sample = this.#headAt(at, Math.min(this.#text.octets.length, at + WINDOW));
    const ends = OPENINGS.map(opening => sample.indexOf(opening)).filter(end => end >= 0);
    return protocolIn(sample.slice(0, Math.min(sample.length, ...ends)));
  }

  /** Octets of progress meter at the beginning of the line. */
  #meterBefore({ head, from, to }: JudgedLine): number {
    if (!/^[\r ]{0,8}\d{0,3}[\r ]/.test(head)) return 0;
    const { octets } = this.#text;
    let start = to;
    while (start > from && octets[start - 1] !== CR) start--;
    const meter = METER.exec(this.#headAt(start, to));
    return meter === null ? 0 : start - from + meter[0].length;
  }

  #headAt(from: number, to: number): string {
    const most = Math.min(to, from + WINDOW);
    return this.#text.scanner.latin1(this.#text.octets, from, most);
  }
}
