import { connect } from 'node:net';
import type { NetConnectOpts, Socket } from 'node:net';

/** Milliseconds after which the next address is tried beside one that does not answer (RFC 8305). */
const HEAD_START_MS = 300;

/** An attempt that led nowhere. */
export interface FailedAttempt {
  /** Its position among those that were to be tried. */
  readonly attempt: number;
  readonly error: unknown;
}

/** The connection that was made, or why there is none: in order of failure, nothing when given up. */
export type FirstConnection = Socket | readonly FailedAttempt[];

/**
 * Connects to the first of several ends that answers: in their order, the next one when one fails
 * or hesitates. An abort of `signal` gives all of them up at once. Rejects only on options that
 * `node:net` does not take.
 */
export function connectFirst(
  ends: readonly NetConnectOpts[],
  signal: AbortSignal,
): Promise<FirstConnection> {
  return new Promise((resolve, reject) => {
    const race = new Race(ends, connection => {
      signal.removeEventListener('abort', abort);
      resolve(connection);
    });
    const abort = (): void => {
      race.giveUp();
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      if (signal.aborted) race.giveUp();
      else race.next();
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
      abort();
    }
  });
}

class Race {
  readonly #ends: readonly NetConnectOpts[];
  readonly #finish: (connection: FirstConnection) => void;
  readonly #pending = new Set<Socket>();
  readonly #failed: FailedAttempt[] = [];
  #timer: NodeJS.Timeout | undefined;
  #next = 0;

  constructor(ends: readonly NetConnectOpts[], finish: (connection: FirstConnection) => void) {
    this.#ends = ends;
    this.#finish = finish;
  }

  /** Starts the next attempt, if there is one left. */
  next(): void {
    clearTimeout(this.#timer);
    const attempt = this.#next;
    const end = this.#ends[attempt];
    if (!end) {
      if (this.#pending.size === 0) this.#end(this.#failed);
      return;
    }
    this.#next += 1;
    const socket = connect({ noDelay: true, ...end });
    this.#pending.add(socket);
    socket.once('connect', () => {
      this.#pending.delete(socket);
      this.#end(socket);
    });
    // An error of one that lost, or comes before anybody listens, must not end the process.
    socket.on('error', error => {
      if (!this.#pending.delete(socket)) return;
      this.#failed.push({ attempt, error });
      this.next();
    });
    if (this.#next < this.#ends.length) {
      this.#timer = setTimeout(() => {
        this.next();
      }, HEAD_START_MS);
    }
  }

  giveUp(): void {
    this.#end([]);
  }

  #end(connection: FirstConnection): void {
    clearTimeout(this.#timer);
    this.#next = this.#ends.length;
    for (const socket of this.#pending) socket.destroy();
    this.#pending.clear();
    this.#finish(connection);
  }
}
