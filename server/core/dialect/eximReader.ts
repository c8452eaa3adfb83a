import type { Scanner } from '../octets/scanner.ts';
import { isDigit } from '../smtp/octet.ts';
import { looksLikeReply } from '../smtp/reply.ts';
import { verbOf } from '../smtp/verbs.ts';
import { afterBom } from './byteOrderMark.ts';
import type { DialectReader, LineKind } from './dialect.ts';
import { eximMarkOf, eximPrefixOf } from './eximLine.ts';
import type { EximMark } from './eximLine.ts';
import { newLineRecord, setPayload, spells } from './lineRecord.ts';
import { LineCursor } from './physicalLine.ts';
import { timeStampAt } from './timeStamp.ts';

const SPACE = 32;
/** No continuation of a reply is indented by more than this. */
const DEEPEST = 12;

/** One conversation of one process. */
interface Talk {
  readonly connection: string;
  /** The part that Exim plays in it; undefined before anything tells. */
  role: 'client' | 'server' | undefined;
  /** The last line was one of a reply that goes on. */
  inReply: boolean;
  /** A connection was made, of which nothing was told yet. */
  connecting: boolean;
  /** Another process goes on with the connection, so that closing it here means nothing. */
  passed: boolean;
}

/**
 * Reads what Exim prints with -v and -d. The same marks stand for both parts: `SMTP<<` is what Exim
 * read. Which part it plays is told by what was said; where that leaves it open, by the indentation.
 */
export class EximReader implements DialectReader {
  readonly record = newLineRecord();
  readonly clothes = (): number => -1;
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  readonly #cursor: LineCursor;
  /** By process, and whether it plays the client's part. */
  readonly #talks = new Map<string, Talk>();
  /** Processes that go on with another one's connection. */
  readonly #heirs = new Map<string, string>();
  #last: Talk | undefined;

  constructor(octets: Uint8Array, scanner: Scanner) {
    this.#octets = octets;
    this.#scanner = scanner;
    this.#cursor = new LineCursor(octets, scanner, 'lf');
  }

  readLine(at: number): number {
    const { record } = this;
    this.#cursor.move(at);
    record.from = at;
    record.to = this.#cursor.to;
    record.connection = '';
    record.time = -1;
    setPayload(record, record.to > at ? 'note' : 'blank', at);
    const view = { to: record.to, scanner: this.#scanner };
    const begin = at === 0 ? afterBom(this.#octets) : at;
    const { pid, text } = eximPrefixOf(this.#octets, begin, view);
    const mark = eximMarkOf(this.#octets, text, view);
    if (mark !== undefined) return this.#marked(pid, mark) ? at : this.#cursor.next;
    const first = this.#octets[text] ?? 0;
    if (first === SPACE || isDigit(first)) this.#continued(pid, text);
    else this.#event(pid, text);
    return this.#cursor.next;
  }

  // ---- the dialogue ------------------------------------------------------------------------

  /** True where the line has to be read once more. */
  #marked(pid: string, mark: EximMark): boolean {
    const talk = this.#talkOf(pid, mark.indented);
    this.#last = talk;
    talk.inReply = false;
    const { record } = this;
    record.connection = talk.connection;
    record.time = this.#time();
    if (mark.event !== '' || this.#isClosing(mark)) {
      this.#closed(talk, mark);
      return false;
    }
    talk.passed = false;
    talk.role ??= this.#roleOf(mark);
    if (talk.connecting) {
      talk.connecting = false;
      setPayload(record, 'connect', record.from);
      return true;
    }
    const kind = this.#kindOf(talk, mark);
    setPayload(record, kind, mark.payload);
    talk.inReply = kind === 'server' && this.#octets[mark.payload + 3] === 45;
    return false;
  }

  #kindOf(talk: Talk, { arrow, payload }: EximMark): LineKind {
    const { to } = this.record;
    if ((talk.role === 'client') === (arrow !== '<')) {
      const isPlace = talk.role === 'client' && this.#standsForContent(payload);
      return isPlace ? 'hidden-content' : 'client';
    }
    if (payload === to) return 'note';
    return talk.role === 'server' && this.#isToNobody(payload) ? 'close' : 'server';
  }

  /** `(writing message)`, in older versions `writing message and terminating "."`, and the dot. */
  #standsForContent(at: number): boolean {
    const octets = this.#octets;
    const isDot = octets[at] === 46 && at + 1 === this.record.to;
    return (
      isDot || spells(octets, at, '(writing message') || spells(octets, at, 'writing message ')
    );
  }

  /** Exim logs this reply when the client is gone already. */
  #isToNobody(at: number): boolean {
    if (!spells(this.#octets, at, '421 ')) return false;
    const text = this.#scanner.latin1(this.#octets, at, Math.min(this.record.to, at + 300));
    return /lost (?:input|incoming) connection\.?$/i.test(text);
  }

  #roleOf({ arrow, payload, indented }: EximMark): 'client' | 'server' {
    const { to } = this.record;
    if (arrow === '|' || arrow === '+') return 'client';
    if (looksLikeReply(this.#octets, payload, to)) return arrow === '<' ? 'client' : 'server';
    const head = this.#scanner.latin1(this.#octets, payload, Math.min(to, payload + 16));
    const word = /^[A-Za-z]{4,8}(?= |:|$)/.exec(head)?.[0].toUpperCase();
    const isCommand = word !== undefined && verbOf(word) !== undefined;
    if (isCommand) return arrow === '<' ? 'server' : 'client';
    return indented ? 'client' : 'server';
  }

  /** Further lines of a reply: no mark but their indentation, or nothing at all. */
  #continued(pid: string, text: number): void {
    const octets = this.#octets;
    const { record } = this;
    let at = text;
    while (octets[at] === SPACE && at < text + DEEPEST) at++;
    if (!looksLikeReply(octets, at, record.to)) return;
    const talk = this.#inReply(pid, text, at);
    if (talk === undefined) return;
    setPayload(record, 'server', at);
    record.connection = talk.connection;
    talk.inReply = octets[at + 3] === 45;
  }

  /** The talk of which a reply is open; without a process id the last one. */
  #inReply(pid: string, text: number, at: number): Talk | undefined {
    const last = this.#last;
    if (pid === '') return last?.inReply === true ? last : undefined;
    const [one, other] = [this.#known(pid, at - text > 8), this.#known(pid, at - text <= 8)];
    return one?.inReply === true ? one : other?.inReply === true ? other : undefined;
  }

  // ---- events ------------------------------------------------------------------------------

  /** `SMTP>>(close on process exit)`: nothing that was said. */
  #isClosing(mark: EximMark): boolean {
    return spells(this.#octets, mark.payload, '(close');
  }

  #closed(talk: Talk, { arrow, event, payload }: EximMark): void {
    const { record } = this;
    if (arrow === '<') {
      setPayload(record, /timed? ?out/i.test(event) ? 'timeout' : 'lost', payload);
      return;
    }
    const isClose = event === '' || event === 'close';
    if (!isClose || talk.passed) return;
    setPayload(record, 'close', payload);
    talk.role = undefined;
  }

  #event(pid: string, text: number): void {
    const octets = this.#octets;
    if (spells(octets, text, 'Connecting to ')) this.#connecting(pid, text);
    else if (spells(octets, text, 'postfork: daemon-accept')) this.#accepted(pid, text);
    else if (spells(octets, text, 'transport_pass_socket entered')) this.#passes(pid);
    else if (spells(octets, text + 1, 'ipher: ')) this.#encrypted(pid, text);
    else if (this.#heirs.size > 0) this.#inherits(pid, text);
  }

  #connecting(pid: string, text: number): void {
    const { to } = this.record;
    const line = this.#scanner.latin1(this.#octets, text, Math.min(to, text + 300));
    if (line.includes(' failed: ')) return;
    const talk = this.#talkOf(pid, true);
    talk.role = 'client';
    talk.connecting = true;
    talk.inReply = false;
    this.#last = talk;
  }

  #accepted(pid: string, text: number): void {
    const { record } = this;
    if (record.to - text !== 'postfork: daemon-accept'.length) return;
    this.#heirs.delete(pid);
    this.#talks.delete(`${pid} client`);
    const talk = this.#talkOf(pid, false);
    talk.role = 'server';
    this.#last = talk;
    setPayload(record, 'connect', record.from);
    record.connection = talk.connection;
    record.time = this.#time();
  }

  #encrypted(pid: string, text: number): void {
    const { record } = this;
    const first = this.#octets[text];
    const talk = pid === '' ? this.#last : (this.#known(pid, false) ?? this.#known(pid, true));
    if ((first !== 67 && first !== 99) || talk === undefined) return;
    setPayload(record, 'tls', text);
    record.connection = talk.connection;
    record.time = this.#time();
  }

  // ---- connections that are handed on ------------------------------------------------------

  #passes(pid: string): void {
    const talk = this.#known(pid, true);
    if (talk === undefined) return;
    talk.passed = true;
    if (pid !== '') this.#heirs.set(pid, this.#heirs.get(pid) ?? pid);
  }

  /** `transport forked for continued-transport: 6453`: the child goes on with the connection. */
  #inherits(pid: string, text: number): void {
    const heir = this.#heirs.get(pid);
    if (heir === undefined) return;
    const { to } = this.record;
    const line = this.#scanner.latin1(this.#octets, text, Math.min(to, text + 120));
    const child = /^[\w-]{1,40} forked for [\w-]{1,40}: (\d{1,8})$/.exec(line)?.[1];
    if (child !== undefined) this.#heirs.set(child, heir);
  }

  // ---- talks -------------------------------------------------------------------------------

  #known(pid: string, isClient: boolean): Talk | undefined {
    return this.#talks.get(`${this.#heirs.get(pid) ?? pid} ${isClient ? 'client' : 'server'}`);
  }

  /** A process may verify an address by a callout while it plays the server. */
  #talkOf(pid: string, isClient: boolean): Talk {
    const known = this.#known(pid, isClient);
    if (known !== undefined) return known;
    const owner = this.#heirs.get(pid) ?? pid;
    const callout = isClient && this.#talks.has(`${owner} server`);
    const connection = callout ? `${owner} callout`.trim() : owner;
    const talk: Talk = {
      connection,
      role: undefined,
      inReply: false,
      connecting: false,
      passed: false,
    };
    this.#talks.set(`${owner} ${isClient ? 'client' : 'server'}`, talk);
    return talk;
  }

  #time(): number {
    const { from, to } = this.record;
    return timeStampAt(this.#scanner.latin1(this.#octets, from, Math.min(to, from + 24))).time;
  }
}
