import type { FailureReason, Target } from '../../protocol/replay.ts';
import type { IoFailure, IoOpened, IoSecured, ReplayIo } from '../io/replayIo.ts';
import { Deadline } from './deadline.ts';
import { ReplyReader } from './replyReader.ts';
import type { LiveReply } from './replyReader.ts';

/** Octets of one write; each has the whole wait, so that long content over a slow line may pass. */
const SLICE = 256 * 1024;

/** Why a wait ended without what it was for; the engine finds the words. */
export interface Broken {
  readonly kind: 'broken';
  readonly reason: FailureReason;
  /** What the network layer said, not redacted. */
  readonly detail: string;
  /** The unfinished or unreadable octets. */
  readonly octets: Uint8Array;
}

/** What a channel runs on. */
export interface ChannelOptions {
  readonly io: ReplayIo;
  readonly target: Target;
  readonly signal: AbortSignal;
}

/**
 * A connection with a deadline for every wait, cancellation, and replies instead of octets. Both the
 * deadline and the signal work by dropping the connection, which ends whatever is pending.
 */
export class Channel {
  readonly #io: ReplayIo;
  readonly #target: Target;
  readonly #signal: AbortSignal;
  readonly #deadline: Deadline;
  readonly #reader = new ReplyReader();
  #expired = false;
  #closed = false;

  constructor({ io, target, signal }: ChannelOptions) {
    this.#io = io;
    this.#target = target;
    this.#signal = signal;
    this.#deadline = new Deadline(() => {
      this.#expired = true;
      io.destroy();
    });
    signal.addEventListener('abort', this.#abort, { once: true });
  }

  /** Connects within `ms`. */
  async open(ms: number): Promise<IoOpened | Broken> {
    if (this.#signal.aborted) return broken('cancelled');
    this.#deadline.start(ms);
    return this.#settle(await this.#io.connect(this.#target));
  }

  /**
   * Runs the TLS handshake within `ms`. Octets that came before it are not from inside TLS and end
   * the connection (RFC 3207 §4.2: an attacker may have put them there).
   */
  async secure(ms: number): Promise<IoSecured | Broken> {
    if (this.#reader.unread + this.#io.unread() > 0) {
      return { ...broken('injected'), octets: this.#reader.rest() };
    }
    this.#deadline.start(ms);
    return this.#settle(await this.#io.startTls(this.#target));
  }

  /** Writes everything, waiting at most `ms` for each slice; null when it went well. */
  async write(octets: Uint8Array, ms: number): Promise<Broken | null> {
    for (let from = 0; from < octets.length && !this.#isOver(); from += SLICE) {
      this.#deadline.start(ms);
      await this.#io.write(octets.subarray(from, from + SLICE));
    }
    this.#deadline.stop();
    return this.#isOver() ? this.#overReason() : null;
  }

  /** The next reply, waiting at most `ms` for the whole of it. */
  async reply(ms: number): Promise<LiveReply | Broken> {
    let result = this.#reader.next();
    if (result.kind === 'more') this.#deadline.start(ms);
    while (result.kind === 'more') {
      const chunk = await this.#io.read();
      if (this.#isOver()) return this.#overReason();
      if (chunk.kind !== 'octets') return this.#ended(chunk);
      this.#reader.push(chunk.octets);
      result = this.#reader.next();
    }
    this.#deadline.stop();
    if (result.kind === 'reply') return result;
    if (result.kind === 'garbage') return { ...broken('garbage'), octets: result.octets };
    return { ...broken('too-large', result.what), octets: this.#reader.rest() };
  }

  /** Closes in good order. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#io.close();
    this.#letGo();
  }

  /** Lets go of everything; drops the connection if it was not closed. */
  dispose(): void {
    if (!this.#closed) this.#io.destroy();
    this.#closed = true;
    this.#letGo();
  }

  #letGo(): void {
    this.#deadline.dispose();
    this.#signal.removeEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => {
    this.#io.destroy();
  };

  #isOver(): boolean {
    return this.#expired || this.#signal.aborted;
  }

  #overReason(): Broken {
    if (this.#signal.aborted) return broken('cancelled');
    return this.#unfinished('timeout', '');
  }

  #settle<T extends { readonly kind: string }>(result: T | IoFailure): T | Broken {
    this.#deadline.stop();
    if (this.#isOver()) return this.#overReason();
    return isFailure(result) ? broken(result.reason, result.message) : result;
  }

  #ended(end: { readonly kind: 'end' } | IoFailure): Broken {
    this.#deadline.stop();
    if (end.kind === 'end') return this.#unfinished('closed', '');
    return this.#unfinished(end.reason, end.message);
  }

  /** When nothing more comes, the octets that did may explain it better. */
  #unfinished(reason: FailureReason, detail: string): Broken {
    const octets = this.#reader.rest();
    return {
      kind: 'broken',
      reason: this.#reader.partial() === 'garbage' ? 'garbage' : reason,
      detail,
      octets,
    };
  }
}

function isFailure(result: { readonly kind: string }): result is IoFailure {
  return result.kind === 'failed';
}

function broken(reason: FailureReason, detail = ''): Broken {
  return { kind: 'broken', reason, detail, octets: NOTHING };
}

const NOTHING = new Uint8Array();
