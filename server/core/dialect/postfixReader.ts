import type { Scanner } from '../octets/scanner.ts';
import { isDigit } from '../smtp/octet.ts';
import type { DialectReader, HiddenPart, LineKind } from './dialect.ts';
import { newLineRecord, setPayload, spells } from './lineRecord.ts';
import { LineCursor } from './physicalLine.ts';
import { timeStampAt } from './timeStamp.ts';

/** What smtpd(8) never prints. */
export const SMTPD_HIDES: readonly HiddenPart[] = ['content', 'tls'];
/** What smtp(8) and lmtp(8) never print: they do not wait for what QUIT is answered with. */
export const SMTP_HIDES: readonly HiddenPart[] = ['content', 'tls', 'quit-reply'];

/** A line of the dialogue in the log of smtpd(8). */
export const SMTPD_LINE = /\/smtpd\[\d+\]: [<>] [^\s[]{1,255}\[[^\]\s]{1,60}\](?::\d+)?: /;
/** The same for smtp(8) and lmtp(8). */
export const SMTP_LINE = /\/(?:smtp|lmtp)\[\d+\]: [<>] [^\s[]{1,255}\[[^\]\s]{1,120}\](?::\d+)?: /;

/** What one connection hides; a client's connection is named after the process and the peer. */
export function postfixHides(connection: string): readonly HiddenPart[] {
  return connection.includes(' ') ? SMTP_HIDES : SMTPD_HIDES;
}

const SPACE = 32;
const BRACKET = 91;
const END_BRACKET = 93;
const COLON = 58;
const BRACE = 123;
const LESS = 60;
const GREATER = 62;
const LONGEST_HEADER = 300;
const SOME_TLS = ' TLS connection established';
const TRYING = 'smtp_connect_addr: trying: ';

/** What is to be told before or after what a line holds. */
interface Told {
  readonly kind: LineKind;
  readonly connection: string;
}

/**
 * Reads the log of Postfix processes that run with -v. In smtpd(8) `<` is what the client sent, and
 * one process id is one connection at a time; in smtp(8) and lmtp(8) it is what the server sent.
 */
export class PostfixReader implements DialectReader {
  readonly record = newLineRecord();
  readonly clothes = (): number => -1;
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  readonly #cursor: LineCursor;
  /** The line is smtp's or lmtp's, not smtpd's. */
  #isClient = false;
  #pid = '';
  /** Client processes that try to connect. */
  readonly #trying = new Set<string>();
  /** The connection that a client process talked to last. */
  readonly #last = new Map<string, string>();
  /** Client processes that said QUIT on it. */
  readonly #quit = new Set<string>();
  readonly #more: Told[] = [];

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
    const told = this.#more.shift();
    if (told !== undefined) {
      this.#tell(told.kind, at, told.connection);
      return this.#next(at);
    }
    setPayload(record, 'note', at);
    record.connection = '';
    // Wrapped in JSON, as containers' logs are on disk, lines are escaped and more follows them.
    const text = this.#octets[at] === BRACE ? -1 : this.#header(at, record.to);
    if (text >= 0 && this.#message(text, at)) return at;
    return this.#next(at);
  }

  #next(at: number): number {
    return this.#more.length > 0 ? at : this.#cursor.next;
  }

  #tell(kind: LineKind, at: number, connection: string): void {
    setPayload(this.record, kind, at);
    this.record.connection = connection;
    this.record.time = this.#time();
  }

  #time(): number {
    const { from, to } = this.record;
    return timeStampAt(this.#scanner.latin1(this.#octets, from, Math.min(to, from + 48))).time;
  }

  /** Finds `smtpd[pid]: ` and its like; returns where the message begins, or -1. */
  #header(at: number, to: number): number {
    const octets = this.#octets;
    const limit = Math.min(to, at + LONGEST_HEADER);
    let bracket = this.#scanner.indexOf(octets, BRACKET, at, limit);
    for (let tries = 0; bracket >= 0 && tries < 4; tries++) {
      const message = this.#process(bracket, limit);
      if (message >= 0) return message;
      bracket = this.#scanner.indexOf(octets, BRACKET, bracket + 1, limit);
    }
    return -1;
  }

  #process(bracket: number, limit: number): number {
    const octets = this.#octets;
    const isServer = spells(octets, bracket - 6, '/smtpd');
    if (!isServer && !spells(octets, bracket - 5, '/smtp') && !spells(octets, bracket - 5, '/lmtp'))
      return -1;
    let end = bracket + 1;
    while (end < limit && isDigit(octets[end] ?? -1)) end++;
    if (end === bracket + 1 || !spells(octets, end, ']: ')) return -1;
    this.#isClient = !isServer;
    this.#pid = this.#scanner.latin1(octets, bracket + 1, end);
    return end + 3;
  }

  /** True where the line has to be read once more. */
  #message(at: number, line: number): boolean {
    const arrow = this.#octets[at];
    if ((arrow !== LESS && arrow !== GREATER) || this.#octets[at + 1] !== SPACE) {
      if (this.#isClient) this.#clientEvent(at);
      else this.#serverEvent(at);
      return this.#more.length > 0;
    }
    const payload = this.#afterPeer(at + 2);
    if (payload < 0) return false;
    const { record } = this;
    record.time = this.#time();
    if (!this.#isClient) {
      setPayload(record, arrow === LESS ? 'client' : 'server', payload);
      record.connection = this.#pid;
      return false;
    }
    return this.#clientWire(payload, {
      isReply: arrow === LESS,
      peer: this.#scanner.latin1(this.#octets, at + 2, this.#peerEnd(payload)),
      line,
    });
  }

  // ---- smtp(8), lmtp(8) -------------------------------------------------------------------

  #clientWire(
    payload: number,
    { isReply, peer, line }: { isReply: boolean; peer: string; line: number },
  ): boolean {
    const { record } = this;
    const pid = this.#pid;
    const connection = `${pid} ${peer}`;
    if (isReply && this.#trying.delete(pid)) {
      this.#tell('connect', line, connection);
      this.#last.set(pid, connection);
      return true;
    }
    this.#last.set(pid, connection);
    const isDot = record.to - payload === 1 && this.#octets[payload] === 46;
    const kind = isReply ? 'server' : isDot ? 'hidden-content' : 'client';
    setPayload(record, kind, payload);
    record.connection = connection;
    if (!isReply && record.to - payload === 4 && spells(this.#octets, payload, 'QUIT')) {
      this.#quit.add(pid);
    }
    return false;
  }

  #clientEvent(at: number): void {
    const octets = this.#octets;
    if (spells(octets, at, TRYING)) {
      this.#overNow(at);
      this.#trying.add(this.#pid);
    } else if (spells(octets, at, 'connection closed')) this.#overNow(at);
    else if (spells(octets, at, 'smtp_')) this.#broken(at);
    else if (this.#isTls(at)) {
      const connection = this.#last.get(this.#pid);
      if (connection !== undefined) this.#tell('tls', at, connection);
    }
  }

  /** After QUIT nothing is logged any more but that the process turned to something else. */
  #overNow(at: number): void {
    const connection = this.#last.get(this.#pid);
    if (connection === undefined || !this.#quit.delete(this.#pid)) return;
    this.#last.delete(this.#pid);
    this.#tell('close', at, connection);
  }

  /** `smtp_get: EOF`, `smtp_flush: timeout`: the connection is of no use any more. */
  #broken(at: number): void {
    const text = this.#scanner.latin1(this.#octets, at, Math.min(this.record.to, at + 40));
    const how = /^smtp_[a-z]{1,12}: (EOF|timeout)$/.exec(text)?.[1];
    const connection = this.#last.get(this.#pid);
    if (how === undefined || connection === undefined) return;
    this.#last.delete(this.#pid);
    this.#quit.delete(this.#pid);
    this.#tell(how === 'EOF' ? 'lost' : 'timeout', at, connection);
    this.#more.push({ kind: 'close', connection });
  }

  // ---- smtpd(8) ---------------------------------------------------------------------------

  #serverEvent(at: number): void {
    const octets = this.#octets;
    this.record.connection = this.#pid;
    if (spells(octets, at, 'connect from ')) this.#tell('connect', at, this.#pid);
    else if (spells(octets, at, 'disconnect from ')) this.#tell('close', at, this.#pid);
    else if (spells(octets, at, 'lost connection after ')) this.#tell('lost', at, this.#pid);
    else if (spells(octets, at, 'timeout after ')) this.#tell('timeout', at, this.#pid);
    else if (this.#isTls(at)) this.#tell('tls', at, this.#pid);
  }

  /** `Anonymous TLS connection established …`, `Trusted …`, `Untrusted …`, `Verified …`. */
  #isTls(at: number): boolean {
    const octets = this.#octets;
    const first = octets[at];
    // T, A, U, V: what most lines are not.
    if (first !== 84 && first !== 65 && first !== 85 && first !== 86) return false;
    let space = at;
    while (space < at + 12 && octets[space] !== SPACE) space++;
    return spells(octets, space, SOME_TLS) || spells(octets, at, 'TLS connection established');
  }

  // ---- the peer ---------------------------------------------------------------------------

  /** After `name[address]: ` or `name[address]:port: `; -1 where that is not what stands there. */
  #afterPeer(at: number): number {
    const octets = this.#octets;
    const { to } = this.record;
    const limit = Math.min(to, at + LONGEST_HEADER);
    let name = at;
    while (name < limit && octets[name] !== BRACKET && octets[name] !== SPACE) name++;
    if (octets[name] !== BRACKET || name === at) return -1;
    const end = this.#scanner.indexOf(octets, END_BRACKET, name, limit);
    if (end < 0 || octets[end + 1] !== COLON) return -1;
    if (end + 2 >= to) return to;
    if (octets[end + 2] === SPACE) return end + 3;
    let port = end + 2;
    while (port < limit && isDigit(octets[port] ?? -1)) port++;
    return port > end + 2 && octets[port] === COLON ? Math.min(port + 2, to) : -1;
  }

  /** Where the peer that stands before the payload ends. */
  #peerEnd(payload: number): number {
    let end = payload - 1;
    while (this.#octets[end] !== COLON) end--;
    return end;
  }
}
