import type { Dialect, Evidence } from './dialect.ts';
import { DecodingReader } from './decodingReader.ts';
import { htmlDecoded, plainText, splitGlued } from './phpmailerText.ts';
import type { PlacedText } from './phpmailerText.ts';
import { Places } from '../octets/places.ts';
import type { PlacedOctets } from './joinedPieces.ts';
import { peekLine } from './peek.ts';
import { timeStampAt } from './timeStamp.ts';

const MARK =
  /^(.{0,160}?)\b(SERVER -(?:>|&gt;) CLIENT|CLIENT -(?:>|&gt;) (?:SERVER|SMTP)|SMTP -(?:>|&gt;) FROM SERVER|SMTP INBOUND): ?/;
/** How further lines of a record are indented. */
const INDENT = /^ {10,24}\t {10,24}/;
const LINE_BREAK = /<br ?\/?>$/;
/** No line of a reply or of a message that is worth decoding is longer. */
const LONGEST = 65_536;
const MOST_INBOUND = 200;

/** PHPMailer's SMTPDebug: `SERVER -> CLIENT:` and `CLIENT -> SERVER:`, as text, HTML or error log. */
export const phpmailer: Dialect = {
  id: 'phpmailer-echo2',
  aliases: [
    'phpmailer-echo1',
    'phpmailer-echo3',
    'phpmailer-echo4',
    'phpmailer-html',
    'phpmailer-errorlog',
  ],
  label: 'PHPMailer SMTPDebug',
  description: 'What PHPMailer prints at SMTPDebug 1 to 4; below 4 the credentials are left out.',
  hides: ['tls'],
  interleaves: false,
  whole: false,
  probe,
  open: (octets, scanner) => new PhpmailerReader(octets, scanner),
};

function probe(sample: string): Evidence {
  const server =
    /^.{0,160}\b(?:SERVER -(?:>|&gt;) CLIENT|SMTP -(?:>|&gt;) FROM SERVER): ?[2-5]\d\d/m.test(
      sample,
    );
  const silent = /^.{0,80}\bSERVER -(?:>|&gt;) CLIENT: ?\r*$/m.test(sample);
  const client = /^.{0,160}\bCLIENT -(?:>|&gt;) (?:SERVER|SMTP): ?\S/m.test(sample);
  if (server && client) return { certainty: 1, why: 'SERVER -> CLIENT and CLIENT -> SERVER' };
  if (server || client || silent)
    return { certainty: 0.85, why: 'SERVER -> CLIENT or CLIENT -> SERVER' };
  const opening = /^.{0,80}\bConnection: opening to .{1,255}, timeout=\d+/m.test(sample);
  return { certainty: opening ? 0.85 : 0, why: 'Connection: opening to' };
}

interface Place {
  readonly from: number;
  readonly to: number;
}

class PhpmailerReader extends DecodingReader {
  /** Lines without a mark go on with the reply before them. */
  #inReply = false;
  #time = -1;
  /** Lines of the server are printed as well. */
  #answers = false;
  /** The client's last line was QUIT, and no server's line can show what comes next. */
  #quit = false;
  #inBody = false;
  /** Replies as level 4 prints them before they are glued together. */
  #inbound: string[] = [];

  protected override decode(from: number, to: number): undefined {
    const head = this.head(from, to);
    const mark = MARK.exec(head);
    if (mark === null) {
      this.#unmarked(head, { from, to });
      return;
    }
    const [all, prefix = '', who = ''] = mark;
    this.#time = stampIn(prefix);
    const html = who.includes('&gt;') || LINE_BREAK.test(this.#tail(to));
    const end = html ? this.#withoutBreak(to) : this.#withoutEscape(to, prefix);
    const place = { from: from + all.length, to: Math.max(end, from + all.length) };
    this.#inReply = false;
    if (who.startsWith('CLIENT')) this.#client(place, html);
    else if (who === 'SMTP INBOUND') this.#remember(place, html);
    else this.#server(place, { html, next: to });
  }

  #client(place: Place, html: boolean): void {
    const line = { time: this.#time, masked: this.#textOf(place) === '[credentials hidden]' };
    this.#inbound = [];
    this.#opens(this.head(place.from, place.to, 8), place);
    if (!html) return this.wire('client', place, line);
    const text = this.#decoded(place, html);
    const { octets, places } = lineOf(text, 0, text.text.length);
    this.wireOctets('client', octets, { ...place, places }, line);
  }

  /** At level 1 nothing but the client's next greeting shows that another connection began. */
  #opens(head: string, { from, to }: Place): void {
    if (this.#answers) return;
    if (this.#quit && /^(?:EHLO|HELO) /.test(head)) this.event('boundary', from, to);
    this.#inBody = head !== '.' && (this.#inBody || head === 'DATA');
    this.#quit = !this.#inBody && head === 'QUIT';
  }

  #server(place: Place, { html, next }: { readonly html: boolean; readonly next: number }): void {
    const line = { time: this.#time };
    this.#answers = true;
    if (place.to <= place.from) return this.event('lost', place.from, place.to, line);
    this.#inReply = true;
    if (!html && this.#isContinued(next)) return this.wire('server', place, line);
    const text = this.#decoded(place, html);
    const parts = splitGlued(text.text, this.#inbound);
    this.#inbound = [];
    if (parts.length === 1 && !html) return this.wire('server', place, line);
    let at = 0;
    for (const part of parts) {
      at = Math.max(at, text.text.indexOf(part, at));
      const { octets, places } = lineOf(text, at, at + part.length);
      this.wireOctets('server', octets, { ...place, places }, line);
      at += part.length;
    }
  }

  /** The next line belongs to the same reply. */
  #isContinued(to: number): boolean {
    const text = { octets: this.octets, scanner: this.scanner };
    const next = peekLine(text, peekLine(text, to)?.next ?? to)?.head ?? '';
    return /^[2-5]\d\d[ -]/.test(next.replace(INDENT, ''));
  }

  #remember(place: Place, html: boolean): void {
    const { text } = this.#decoded(place, html);
    if (this.#inbound.length < MOST_INBOUND) this.#inbound.push(text.replace(/^"|"$/g, ''));
  }

  #unmarked(head: string, place: Place): void {
    const indent = INDENT.exec(head)?.[0].length ?? 0;
    if (this.#inReply && /^[2-5]\d\d(?:[ -]|$)/.test(head.slice(indent))) {
      const span = { from: place.from + indent, to: place.to };
      return (this.wire('server', span, { time: this.#time }), undefined);
    }
    if (place.to === place.from) return;
    this.#inReply = false;
    const kind = eventOf(head);
    if (kind !== undefined) this.event(kind, place.from, place.to, { time: stampIn(head) });
  }

  #decoded(place: Place, html: boolean): PlacedText {
    const text = this.#textOf(place);
    return html ? htmlDecoded(text, place.from) : plainText(text, place.from);
  }

  #textOf({ from, to }: Place): string {
    return this.scanner.latin1(this.octets, from, Math.min(to, from + LONGEST));
  }

  #tail(to: number): string {
    return this.scanner.latin1(this.octets, Math.max(0, to - 8), to);
  }

  /** The error log of Apache httpd prints the line end as `\\r\\n`. */
  #withoutEscape(to: number, prefix: string): number {
    if (!prefix.includes('[')) return to;
    return to - (/(?:\\r)?\\n$/.exec(this.#tail(to))?.[0].length ?? 0);
  }

  #withoutBreak(to: number): number {
    return to - (LINE_BREAK.exec(this.#tail(to))?.[0].length ?? 0);
  }
}

function eventOf(head: string): 'boundary' | 'connect' | 'close' | 'lost' | undefined {
  const found = /\bConnection: (opening|opened|closed)\b|\bSMTP NOTICE: EOF caught\b/.exec(
    head.slice(0, 160),
  );
  if (found === null) return undefined;
  switch (found[1]) {
    case 'opening':
      return 'boundary';
    case 'opened':
      return 'connect';
    case 'closed':
      return 'close';
    default:
      return 'lost';
  }
}

function stampIn(prefix: string): number {
  const at = prefix.search(/\d{4}-\d\d-\d\d \d\d:|\d\d:\d\d:\d\d/);
  return at < 0 ? -1 : timeStampAt(prefix, at).time;
}

/** A line of the wire: [from, to) of Latin-1 text. */
function lineOf({ text, places }: PlacedText, from: number, to: number): PlacedOctets {
  const octets = new Uint8Array(to - from + 2);
  for (let at = from; at < to; at++) octets[at - from] = text.charCodeAt(at);
  octets.set([13, 10], to - from);
  const own = new Places();
  own.addPart(places, from, to, 0);
  own.add(to - from, places.toSourceEnd(to), 0, 0);
  return { octets, places: own };
}
