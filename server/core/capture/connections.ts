import type { Scanner } from '../octets/scanner.ts';
import { Connection } from './connection.ts';
import type { Side } from './connection.ts';
import type { CaptureEvent } from './events.ts';
import type { Segment } from './segment.ts';
import { SmtpStream } from './smtpStream.ts';

/** Connections that are followed at the same time. */
const MOST = 8192;

/** All TCP connections of a capture, by their endpoints. */
export class Connections {
  readonly #scanner: Scanner;
  readonly #take: (event: CaptureEvent) => void;
  readonly #open = new Map<string, Connection>();
  #packets = 0;
  /** Connections so far. */
  count = 0;
  /** Connections that were cut because too many were open. */
  given = 0;

  constructor(scanner: Scanner, take: (event: CaptureEvent) => void) {
    this.#scanner = scanner;
    this.#take = take;
  }

  /** Takes one segment of any of them. */
  take(segment: Segment, time: number | undefined): void {
    const { from, to } = segment;
    const ordered = from < to;
    const key = ordered ? from + to : to + from;
    const side: Side = ordered ? 0 : 1;
    let connection = this.#open.get(key);
    if (connection?.isAnother(side, segment) === true) {
      connection.end('cut', undefined);
      connection = undefined;
    }
    connection ??= this.#begin(key, ordered ? [from, to] : [to, from], time);
    connection.lastPacket = ++this.#packets;
    connection.take(side, segment, time);
  }

  /** Nothing more comes. */
  end(time: number | undefined): void {
    for (const connection of this.#open.values()) connection.end('cut', time);
    this.#open.clear();
  }

  #begin(
    key: string,
    endpoints: readonly [string, string],
    opened: number | undefined,
  ): Connection {
    if (this.#open.size >= MOST) this.#makeRoom();
    const connection: Connection = new Connection(
      new SmtpStream({
        number: this.count++,
        endpoints,
        initiator: () => connection.initiator,
        opened,
        scanner: this.#scanner,
        emit: this.#take,
      }),
    );
    this.#open.set(key, connection);
    return connection;
  }

  /** Forgets the eighth that was silent for longest; those that are over are no loss. */
  #makeRoom(): void {
    const byAge = [...this.#open].sort(([, a], [, b]) => ageOf(a) - ageOf(b));
    for (const [key, connection] of byAge.slice(0, MOST / 8)) {
      if (!connection.isOver) this.given++;
      connection.end('cut', undefined);
      this.#open.delete(key);
    }
  }
}

function ageOf({ isOver, lastPacket }: Connection): number {
  return isOver ? lastPacket - Number.MAX_SAFE_INTEGER : lastPacket;
}
