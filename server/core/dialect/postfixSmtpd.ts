import type { Scanner } from '../octets/scanner.ts';
import { isDigit } from '../smtp/octet.ts';
import type { Dialect, DialectReader, LineKind } from './dialect.ts';
import { newLineRecord, setPayload, spells } from './lineRecord.ts';
import { LineCursor } from './physicalLine.ts';

const SPACE = 32;
const BRACKET = 91;
const LESS = 60;
const GREATER = 62;

/** Postfix smtpd(8) with -v: `<` is what the client sent; one process id is one connection at a time. */
export const postfixSmtpd: Dialect = {
  id: 'postfix-smtpd-v',
  label: 'Postfix smtpd -v log',
  description: 'The mail log of a Postfix smtpd that runs with -v or debug_peer_list.',
  hides: ['content', 'tls'],
  interleaves: true,
  whole: false,
  probe(sample) {
    return PEER_LINE.test(sample)
      ? { certainty: 1, why: 'smtpd[pid] with < and > before a peer' }
      : { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new PostfixReader(octets, scanner),
};

const PEER_LINE = /\/smtpd\[\d+\]: [<>] [^\s[]{1,255}\[[^\]\s]{1,60}\](?::\d+)?: /;
const PROCESS = Uint8Array.from('/smtpd[', character => character.charCodeAt(0));
const AFTER_PEER = Uint8Array.from(']: ', character => character.charCodeAt(0));
const LONGEST_HEADER = 300;

class PostfixReader implements DialectReader {
  readonly record = newLineRecord();
  readonly clothes = (): number => -1;
  readonly #octets: Uint8Array;
  readonly #scanner: Scanner;
  readonly #cursor: LineCursor;

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
    setPayload(record, 'note', at);
    const text = this.#header(at, record.to);
    if (text >= 0) this.#message(text);
    return this.#cursor.next;
  }

  /** Finds `/smtpd[pid]: ` and remembers the pid; returns where the message begins, or -1. */
  #header(at: number, to: number): number {
    const octets = this.#octets;
    const limit = Math.min(to, at + LONGEST_HEADER);
    const process = this.#scanner.indexOfSequence(octets, PROCESS, at, limit);
    if (process < 0) return -1;
    const pid = process + PROCESS.length;
    let end = pid;
    while (end < limit && isDigit(octets[end] ?? -1)) end++;
    if (end === pid || !spells(octets, end, ']: ')) return -1;
    this.record.connection = this.#scanner.latin1(octets, pid, end);
    return end + 3;
  }

  #message(at: number): void {
    const octets = this.#octets;
    const arrow = octets[at];
    if ((arrow === LESS || arrow === GREATER) && octets[at + 1] === SPACE) {
      const payload = this.#afterPeer(at + 2);
      if (payload < 0) return;
      setPayload(this.record, arrow === LESS ? 'client' : 'server', payload);
      return;
    }
    setPayload(this.record, this.#event(at), at);
  }

  /** After `name[address]: ` or `name[address]:port: `; -1 where that is not what stands there. */
  #afterPeer(at: number): number {
    const octets = this.#octets;
    const { to } = this.record;
    const limit = Math.min(to, at + LONGEST_HEADER);
    let name = at;
    while (name < limit && octets[name] !== BRACKET && octets[name] !== SPACE) name++;
    if (octets[name] !== BRACKET) return -1;
    const end = this.#scanner.indexOf(octets, 93, name, limit);
    if (end < 0 || octets[end + 1] !== 58) return -1;
    if (spells(octets, end, ']: ')) return end + AFTER_PEER.length;
    let port = end + 2;
    while (port < limit && isDigit(octets[port] ?? -1)) port++;
    if (port > end + 2 && octets[port] === 58) return Math.min(port + 2, to);
    return end + 2 === to ? to : -1;
  }

  #event(at: number): LineKind {
    const octets = this.#octets;
    if (spells(octets, at, 'connect from ')) return 'connect';
    if (spells(octets, at, 'disconnect from ')) return 'close';
    if (spells(octets, at, 'lost connection after ')) return 'lost';
    if (spells(octets, at, 'timeout after ')) return 'timeout';
    if (spells(octets, at, 'TLS connection established')) return 'tls';
    return spells(octets, at, 'Anonymous TLS connection established') ||
      spells(octets, at, 'Untrusted TLS connection established') ||
      spells(octets, at, 'Trusted TLS connection established')
      ? 'tls'
      : 'note';
  }
}
