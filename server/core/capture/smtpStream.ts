import type { Scanner } from '../octets/scanner.ts';
import type { EndHow, Side, StreamReader } from './connection.ts';
import { endpointText, portOf } from './endpoint.ts';
import type { CaptureEvent, Party } from './events.ts';
import { verdictOf } from './opening.ts';
import { TlsWatch } from './tlsWatch.ts';

/** What settles what a connection carries. */
const HEAD = 512;
/** Octets and pieces that are held until that is settled. */
const MOST_HELD = 4096;
const MOST_PIECES = 32;

/** What a stream has to know of its connection. */
export interface StreamSource {
  readonly number: number;
  /** The endpoints by side. */
  readonly endpoints: readonly [string, string];
  /** Which side asked for the connection, where the handshake shows it. */
  initiator(): Side | undefined;
  readonly opened: number | undefined;
  readonly scanner: Scanner;
  emit(event: CaptureEvent): void;
}

type Held = { readonly side: Side; readonly time: number | undefined } & (
  { readonly octets: Uint8Array } | { readonly lost: number }
);

/** Turns the streams of a connection into events once it is known to be SMTP. */
export class SmtpStream implements StreamReader {
  readonly #source: StreamSource;
  readonly #tls: TlsWatch;
  readonly #heads: [string, string] = ['', ''];
  #held: Held[] = [];
  #heldOctets = 0;
  #server: Side | undefined;
  #isOther = false;

  constructor(source: StreamSource) {
    this.#source = source;
    this.#tls = new TlsWatch(source.scanner, {
      plain: (party, octets, time) => {
        this.#emit({ kind: 'octets', party, octets }, time);
      },
      secured: time => {
        this.#emit({ kind: 'tls' }, time);
      },
    });
  }

  data(side: Side, octets: Uint8Array, time: number | undefined): void {
    if (this.#isOther) return;
    if (this.#server !== undefined) return this.#tls.take(this.#partyOf(side), octets, time);
    const room = HEAD - this.#heads[side].length;
    const end = Math.min(room, octets.length);
    this.#heads[side] += this.#source.scanner.latin1(octets, 0, end);
    this.#hold({ side, time, octets: octets.slice() }, octets.length);
  }

  gap(side: Side, lost: number, time: number | undefined): void {
    if (this.#isOther) return;
    if (this.#server === undefined) return this.#hold({ side, time, lost }, 0);
    const party = this.#partyOf(side);
    if (!this.#tls.gap(party, lost, time)) this.#emit({ kind: 'gap', party, lost }, time);
  }

  end(how: EndHow, time: number | undefined): void {
    this.#settle('final');
    if (this.#isOther) return;
    this.#tls.release('client', time);
    this.#tls.release('server', time);
    this.#emit({ kind: 'close', how, encrypted: this.#tls.encrypted }, time);
  }

  #hold(piece: Held, octets: number): void {
    this.#held.push(piece);
    this.#heldOctets += octets;
    const enough = this.#heldOctets > MOST_HELD || this.#held.length > MOST_PIECES;
    this.#settle(enough ? 'final' : 'soon');
  }

  #settle(when: 'final' | 'soon'): void {
    if (this.#server !== undefined || this.#isOther) return;
    const { endpoints, number } = this.#source;
    const initiator = this.#source.initiator();
    const verdict = verdictOf({
      heads: this.#heads,
      ports: [portOf(endpoints[0]), portOf(endpoints[1])],
      server: initiator === undefined ? undefined : initiator === 0 ? 1 : 0,
      isFinal: when === 'final',
    });
    if (verdict === undefined) return;
    const held = this.#held;
    this.#held = [];
    if (verdict.kind === 'other') {
      this.#isOther = true;
      const { protocol } = verdict;
      this.#source.emit({ connection: number, time: undefined, kind: 'other', protocol });
      return;
    }
    this.#server = verdict.server;
    this.#open(verdict.server);
    for (const piece of held) {
      if ('octets' in piece) this.data(piece.side, piece.octets, piece.time);
      else this.gap(piece.side, piece.lost, piece.time);
    }
  }

  #open(server: Side): void {
    const { endpoints, opened } = this.#source;
    const fromStart = this.#source.initiator() !== undefined;
    const client = endpointText(endpoints[server === 0 ? 1 : 0]);
    this.#emit(
      { kind: 'open', client, server: endpointText(endpoints[server]), fromStart },
      opened,
    );
  }

  #partyOf(side: Side): Party {
    return side === this.#server ? 'server' : 'client';
  }

  #emit(event: Body, time: number | undefined): void {
    this.#source.emit({ ...event, connection: this.#source.number, time });
  }
}

/** An event without the fields that all have. */
type Body = CaptureEvent extends infer E
  ? E extends CaptureEvent
    ? Omit<E, 'connection' | 'time'>
    : never
  : never;
