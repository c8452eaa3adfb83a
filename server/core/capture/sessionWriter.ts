import type { Scanner } from '../octets/scanner.ts';
import { readCommandHead } from '../smtp/command.ts';
import { verbOf } from '../smtp/verbs.ts';
import type { CaptureEvent, Party } from './events.ts';
import { SessionText } from './sessionText.ts';
import { WireLineSplitter } from './wireLineSplitter.ts';

const CR = 13;
const LF = 10;
const DOT = 46;

type Opened = Extract<CaptureEvent, { kind: 'open' }>;
type Closed = Extract<CaptureEvent, { kind: 'close' }>;

/** Where the client is in what it sends. */
type Mode = 'commands' | 'content' | 'chunk';

/** Writes the events of one connection as the text of a session (docs/format.md). */
export class SessionWriter {
  /** Nothing more comes. */
  isOver = false;
  readonly #scanner: Scanner;
  readonly #opened: Opened;
  #text: SessionText;
  readonly #lines: Record<Party, WireLineSplitter>;
  /** The line that comes next may be the rest of one whose beginning is not in the capture. */
  readonly #rest: Record<Party, boolean>;
  #mode: Mode = 'commands';
  /** Octets of a BDAT chunk that are still to come. */
  #chunk = 0;
  #isSecure = false;
  #startsCut: boolean;
  #endsCut = false;
  /** A part was written already. */
  #isContinued = false;

  constructor(opened: Opened, scanner: Scanner) {
    this.#scanner = scanner;
    this.#opened = opened;
    this.#text = new SessionText(scanner, titleOf(opened));
    this.#lines = { client: new WireLineSplitter(scanner), server: new WireLineSplitter(scanner) };
    this.#rest = { client: !opened.fromStart, server: !opened.fromStart };
    this.#startsCut = !opened.fromStart;
    if (!opened.fromStart) return;
    this.#text.time(opened.time);
    this.#text.note('<connected>');
  }

  /** Octets of text that wait to be taken. */
  get waiting(): number {
    return this.#text.length;
  }

  /** Takes what happened. */
  take(event: CaptureEvent): void {
    switch (event.kind) {
      case 'octets':
        if (event.party === 'client') this.#client(event.octets, event.time);
        else this.#server(event.octets, event.time);
        break;
      case 'gap':
        this.#gap(event.party, event.lost, event.time);
        break;
      case 'tls':
        this.#isSecure = true;
        this.#text.time(event.time);
        this.#text.note('<TLS established>');
        break;
      case 'close':
        this.#close(event);
        break;
      default:
    }
  }

  /** The text that is complete so far; once the session is over all the rest of it. */
  text(): Uint8Array | undefined {
    if (!this.isOver) return this.#text.takeSome(this.#startsCut);
    if (this.#isContinued && this.#text.length === 0) return undefined;
    return this.#text.takeAll({ start: this.#startsCut, end: this.#endsCut });
  }

  /** All text so far as a part that ends here; the rest will be another part. */
  part(): Uint8Array {
    const text = this.#text.takeAll({ start: this.#startsCut, end: true });
    this.#text = new SessionText(this.#scanner, `${titleOf(this.#opened)}, continued`);
    this.#startsCut = true;
    this.#isContinued = true;
    return text;
  }

  #client(octets: Uint8Array, time: number | undefined): void {
    for (let at = 0; at < octets.length;) {
      const mode = this.#mode;
      const limit = mode === 'chunk' ? at + this.#chunk : octets.length;
      const splitting = mode === 'commands' ? 'lines' : 'content';
      const part = octets.subarray(0, limit);
      const { line, next } = this.#lines.client.next(part, at, splitting);
      if (mode === 'chunk') this.#chunk -= next - at;
      at = next;
      if (line !== undefined) this.#clientLine(line, time);
      if (mode === 'chunk' && this.#chunk <= 0) this.#endChunk(time);
    }
  }

  #clientLine(line: Uint8Array, time: number | undefined): void {
    if (this.#rest.client && this.#mode === 'commands') {
      if (!isCommand(line)) return this.#fragment(line, time);
      this.#rest.client = false;
    }
    this.#wire('client', line, time);
    if (this.#mode === 'content' && isDot(line)) this.#mode = 'commands';
    else if (this.#mode === 'commands') this.#chunk = this.#chunkOf(line);
    if (this.#chunk > 0) this.#mode = 'chunk';
  }

  /** How many octets a BDAT command announces (RFC 3030 §2), 0 for any other line. */
  #chunkOf(line: Uint8Array): number {
    const { verb, argumentStart } = readCommandHead(line, 0, line.length);
    if (verb !== 'BDAT') return 0;
    const text = this.#scanner.latin1(
      line,
      argumentStart,
      Math.min(line.length, argumentStart + 16),
    );
    return Number(/^\d{1,15}(?=\D)/.exec(text)?.[0] ?? 0);
  }

  /** What is left of the chunk has no line end, and needs none. */
  #endChunk(time: number | undefined): void {
    this.#mode = 'commands';
    this.#chunk = 0;
    const line = this.#lines.client.flush();
    if (line !== undefined) this.#wire('client', line, time);
  }

  #server(octets: Uint8Array, time: number | undefined): void {
    for (let at = 0; at < octets.length;) {
      const { line, next } = this.#lines.server.next(octets, at, 'lines');
      at = next;
      if (line !== undefined) this.#serverLine(line, time);
    }
  }

  #serverLine(line: Uint8Array, time: number | undefined): void {
    const text = this.#scanner.latin1(line, 0, Math.min(line.length, 4));
    const isReply = /^\d{3}[ \r\n-]/.test(text);
    if (this.#rest.server && !isReply) return this.#fragment(line, time);
    // Without a handshake a greeting still shows that nothing is missing before it.
    if (!this.#text.hasLines && /^(?:220|421|521|554)/.test(text)) this.#startsCut = false;
    this.#rest.server = false;
    this.#rest.client = false;
    this.#answered(time);
    this.#wire('server', line, time);
    if (this.#mode !== 'chunk') this.#mode = text.startsWith('354') ? 'content' : 'commands';
  }

  /** The server answers although a line of content ended with a bare LF, or with nothing. */
  #answered(time: number | undefined): void {
    if (this.#mode !== 'content') return;
    const line = this.#lines.client.flushLines();
    if (line !== undefined) this.#wire('client', line, time);
  }

  #wire(party: Party, line: Uint8Array, time: number | undefined): void {
    const content = party === 'client' && this.#mode !== 'commands';
    this.#text.time(time, content ? 'content' : 'dialogue');
    this.#text.wire(party, line);
  }

  #fragment(line: Uint8Array, time: number | undefined): void {
    this.#text.time(time, 'content');
    this.#text.quote(line);
  }

  #gap(party: Party, lost: number, time: number | undefined): void {
    const rest = this.#lines[party].flush();
    const inContent = party === 'client' && this.#mode !== 'commands';
    if (rest !== undefined) {
      if (inContent) this.#wire(party, rest, time);
      else this.#fragment(rest, time);
    }
    const [octets, are] = lost === 1 ? ['octet', 'is'] : ['octets', 'are'];
    this.#text.note(`gap: ${String(lost)} ${octets} of the ${party} ${are} not in the capture`);
    if (!inContent) {
      this.#text.note('<lines not shown>');
      this.#rest[party] = true;
    } else if (this.#mode === 'chunk') {
      this.#chunk -= lost;
      if (this.#chunk <= 0) this.#mode = 'commands';
      if (this.#chunk < 0) this.#rest.client = true;
    }
  }

  #close({ how, encrypted, time }: Closed): void {
    for (const party of ['client', 'server'] as const) {
      const rest = this.#lines[party].flush();
      if (rest === undefined) continue;
      if (this.#rest[party]) this.#fragment(rest, time);
      else this.#wire(party, rest, time);
    }
    const hidden = encrypted.client + encrypted.server > 0;
    if (hidden) {
      const { client, server } = encrypted;
      this.#text.note(
        `TLS: ${String(client)} octets of the client, ${String(server)} of the server`,
      );
      if (!this.#isSecure) this.#text.note('The capture does not show that TLS was established.');
      if (!this.#text.hasLines) this.#startsCut = true;
    }
    this.#endsCut = how === 'cut' || hidden;
    if (how !== 'cut') {
      this.#text.time(time);
      this.#text.note(how === 'fin' ? '<connection closed>' : '<connection lost>');
    }
    this.isOver = true;
  }
}

function titleOf({ client, server }: Opened): string {
  return `${client} -> ${server}`;
}

function isCommand(line: Uint8Array): boolean {
  return verbOf(readCommandHead(line, 0, withoutEnd(line)).verb) !== undefined;
}

function isDot(line: Uint8Array): boolean {
  return line.length === 3 && line[0] === DOT && line[1] === CR && line[2] === LF;
}

function withoutEnd(line: Uint8Array): number {
  const end = line.at(-1) === LF ? line.length - 1 : line.length;
  return line[end - 1] === CR ? end - 1 : end;
}
