import type { Scanner } from '../octets/scanner.ts';
import type { Encrypted, Party } from './events.ts';
import { OctetQueue } from './octetQueue.ts';
import { beginsTls, TlsRecords } from './tlsRecords.ts';

const LF = 10;
/** Longest line that may be `STARTTLS`, with blanks around and its line end. */
const TAIL = 24;
/** What stands for the end of the text where octets are missing. */
const LOST = '?';

const ASKS = /(?:^|\n) *STARTTLS *\r?\n$/i;

/** What comes through of a stream. */
export interface TlsReader {
  plain(party: Party, octets: Uint8Array, time: number | undefined): void;
  /** The handshake is complete. */
  secured(time: number | undefined): void;
}

interface Direction {
  readonly records: TlsRecords;
  /** The end of the plain text so far. */
  tail: string;
  secure: boolean;
  /** Octets that may begin a TLS record, too few to say. */
  readonly held: OctetQueue;
}

/**
 * Finds where a conversation goes on in TLS: at its first octet, or after a STARTTLS command
 * (RFC 3207 §4). What is in TLS is counted and never passed on.
 */
export class TlsWatch {
  readonly #scanner: Scanner;
  readonly #reader: TlsReader;
  readonly #client = newDirection();
  readonly #server = newDirection();
  #established = false;

  constructor(scanner: Scanner, reader: TlsReader) {
    this.#scanner = scanner;
    this.#reader = reader;
  }

  get encrypted(): Encrypted {
    return { client: this.#client.records.octets, server: this.#server.records.octets };
  }

  take(party: Party, octets: Uint8Array, time: number | undefined): void {
    const direction = this.#of(party);
    this.#follow(party, direction);
    if (direction.held.length > 0) {
      direction.held.append(octets);
      return this.#take(party, direction.held.take(), time);
    }
    this.#take(party, octets, time);
  }

  /** Octets are missing; true where they belong to what is encrypted. */
  gap(party: Party, lost: number, time: number | undefined): boolean {
    const direction = this.#of(party);
    this.release(party, time);
    if (direction.secure) direction.records.lose(lost);
    else direction.tail = LOST;
    return direction.secure;
  }

  /** Nothing follows what was held back: it is plain text. */
  release(party: Party, time: number | undefined): void {
    const { held } = this.#of(party);
    if (held.length > 0) this.#reader.plain(party, held.take(), time);
  }

  /** The other side is in TLS, and where this one turned to it is not in the capture. */
  #follow(party: Party, direction: Direction): void {
    const other = this.#of(party === 'client' ? 'server' : 'client');
    if (direction.secure || !other.secure) return;
    if (party === 'server' && direction.tail !== LOST) return;
    if (party === 'client' && direction.tail === '') return;
    direction.secure = true;
    direction.records.lose(0);
  }

  #take(party: Party, octets: Uint8Array, time: number | undefined): void {
    const direction = this.#of(party);
    if (direction.secure) return this.#secure(direction, octets, time);
    let begins: boolean | undefined = false;
    let at = this.#candidate(party, octets, 0);
    while (at < octets.length) {
      begins = beginsTls(octets[at] ?? -1, octets[at + 1] ?? -1, octets[at + 2] ?? -1);
      if (begins !== false) break;
      at = this.#candidate(party, octets, at + 1);
    }
    if (at > 0) this.#plain(party, octets.subarray(0, at), time);
    const rest = octets.subarray(at);
    if (begins === undefined) direction.held.append(rest);
    else if (begins) {
      direction.secure = true;
      this.#secure(direction, rest, time);
    }
  }

  /** Where the next TLS record may begin. */
  #candidate(party: Party, octets: Uint8Array, from: number): number {
    if (this.#mayTurn(party, octets, from)) return from;
    // Who does not wait for the other side writes both in one segment.
    for (let at = from; ;) {
      at = this.#scanner.indexOf(octets, LF, at, octets.length) + 1;
      if (at === 0 || at >= octets.length) return octets.length;
      const first = octets[at] ?? 0;
      if (first >= 20 && first <= 23 && this.#mayTurn(party, octets, at)) return at;
    }
  }

  #mayTurn(party: Party, octets: Uint8Array, at: number): boolean {
    const { tail } = this.#of(party);
    if (at === 0 && tail === '') return true;
    const before = tail + this.#scanner.latin1(octets, Math.max(0, at - TAIL), at);
    if (party === 'server') {
      const asked =
        this.#client.secure || ASKS.test(this.#client.tail) || this.#client.tail === LOST;
      return asked && before.endsWith('\n');
    }
    return ASKS.test(before);
  }

  #plain(party: Party, octets: Uint8Array, time: number | undefined): void {
    const direction = this.#of(party);
    const end = this.#scanner.latin1(octets, Math.max(0, octets.length - TAIL), octets.length);
    direction.tail = (direction.tail + end).slice(-TAIL);
    this.#reader.plain(party, octets, time);
  }

  #secure(direction: Direction, octets: Uint8Array, time: number | undefined): void {
    direction.records.take(octets);
    if (this.#established || !this.#client.records.hasData) return;
    this.#established = true;
    this.#reader.secured(time);
  }

  #of(party: Party): Direction {
    return party === 'client' ? this.#client : this.#server;
  }
}

function newDirection(): Direction {
  return { records: new TlsRecords(), tail: '', secure: false, held: new OctetQueue() };
}
