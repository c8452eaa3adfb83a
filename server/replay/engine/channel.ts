import type { FailureReason, Target } from '../../protocol/replay.ts';
import type { IoChunk, IoFailure, IoOpened, IoSecured, ReplayIo } from '../io/replayIo.ts';
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
 * deadline and the signal work by dropping the connection, which ends whatever is pending. What can
 * be done at once is done without a promise: most of a run's time goes into waiting for turns.
 */
export class Channel {
  readonly #io: ReplayIo;
  readonly #target: Target;
  readonly #signal: AbortSignal;
  readonly #deadline: Deadline;
  readonly #reader = new ReplyReader();
  /** Who waits for the next reply. */
  #got: ((reply: LiveReply | Broken) => void) | undefined;
  /** A read is pending; without anyone who waits it fills the reader for whoever comes. */
  #isReading = false;
  /** The read that is being asked for was answered at once. */
  #hasCome = false;
  #isAsking = false;
  /** Why nothing more comes. */
  #failure: Broken | undefined;
  /** A reply that was given back. */
  #held: LiveReply | undefined;
  #expired = false;
  #aborted = false;
  #closed = false;

  constructor({ io, target, signal }: ChannelOptions) {
    this.#io = io;
    this.#target = target;
    this.#signal = signal;
    this.#aborted = signal.aborted;
    this.#deadline = new Deadline(() => {
      this.#expired = true;
      io.destroy();
    });
    signal.addEventListener('abort', this.#abort, { once: true });
  }

  /** The signal has aborted. */
  get isAborted(): boolean {
    return this.#aborted;
  }

  /** Octets that came and belong to no reply that was taken. */
  get unread(): number {
    return this.#reader.unread + this.#io.unread();
  }

  /** Connects within `ms`. */
  async open(ms: number): Promise<IoOpened | Broken> {
    if (this.#aborted) return broken('cancelled');
    this.#deadline.start(ms);
    return this.#settle(await this.#io.connect(this.#target));
  }

  /**
   * Runs the TLS handshake within `ms`. Octets that came before it are not from inside TLS and end
   * the connection (RFC 3207 §4.2: an attacker may have put them there).
   */
  async secure(ms: number): Promise<IoSecured | Broken> {
    if (this.unread > 0) return { ...broken('injected'), octets: this.#reader.rest() };
    this.#deadline.start(ms);
    return this.#settle(await this.#io.startTls(this.#target));
  }

  /** Writes everything, waiting at most `ms` for each slice; null when it went well. */
  write(octets: Uint8Array, ms: number): Broken | null | Promise<Broken | null> {
    if (octets.length > SLICE) return this.#writeSlices(octets, ms);
    if (this.#isOver()) return this.#overReason();
    const wait = this.#io.write(octets);
    if (wait === undefined) return null;
    this.#deadline.start(ms);
    return wait.then(this.#written);
  }

  /** Hands the next reply to `got`, now or when it came, waiting at most `ms` for the whole of it. */
  take(ms: number, got: (reply: LiveReply | Broken) => void): void {
    this.#got = got;
    if (this.#deliver()) return;
    this.#deadline.start(ms);
    this.#read();
  }

  /** The same as a promise. */
  reply(ms: number): Promise<LiveReply | Broken> {
    return new Promise(resolve => {
      this.take(ms, resolve);
    });
  }

  /**
   * The next reply if it begins within `soonMs`, waiting at most `ms` for the rest of it; null where
   * none begins. The connection stays usable: a reply that comes later is the next one.
   */
  replyWithin(soonMs: number, ms: number): Promise<LiveReply | Broken | null> {
    return new Promise(resolve => {
      const timer = setTimeout(() => {
        if (this.#reader.unread > 0) return;
        this.#got = undefined;
        this.#deadline.stop();
        resolve(null);
      }, soonMs);
      this.take(soonMs + ms, reply => {
        clearTimeout(timer);
        resolve(reply);
      });
    });
  }

  /** Gives back a reply that belongs to what comes next. */
  giveBack(reply: LiveReply): void {
    this.#held = reply;
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
    this.#aborted = true;
    this.#io.destroy();
  };

  async #writeSlices(octets: Uint8Array, ms: number): Promise<Broken | null> {
    for (let from = 0; from < octets.length && !this.#isOver(); from += SLICE) {
      this.#deadline.start(ms);
      await this.#io.write(octets.subarray(from, from + SLICE));
    }
    return this.#written();
  }

  readonly #written = (): Broken | null => {
    this.#deadline.stop();
    return this.#isOver() ? this.#overReason() : null;
  };

  /** Reads until who waits has a reply. What is there is taken in a loop: it may be many pieces. */
  #read(): void {
    if (this.#isReading) return;
    do this.#ask();
    while (this.#hasCome && !this.#deliver());
  }

  #ask(): void {
    this.#hasCome = false;
    this.#isReading = this.#isAsking = true;
    this.#io.read(this.#onChunk);
    this.#isAsking = false;
  }

  readonly #onChunk = (chunk: IoChunk): void => {
    this.#isReading = false;
    if (this.#isOver()) this.#failure = this.#overReason();
    else if (chunk.kind === 'octets') this.#reader.push(chunk.octets);
    else this.#failure = this.#ended(chunk);
    if (this.#isAsking) this.#hasCome = true;
    else if (!this.#deliver()) this.#read();
  };

  /** Gives a reply, or why there is none, to who waits; false where there is neither yet. */
  #deliver(): boolean {
    const got = this.#got;
    if (!got) return true;
    const ready = this.#ready();
    if (ready === undefined) return false;
    this.#got = undefined;
    this.#deadline.stop();
    got(ready);
    return true;
  }

  /** What came so far, where that is a reply or can be none. */
  #ready(): LiveReply | Broken | undefined {
    if (this.#held) return this.#takeHeld(this.#held);
    if (this.#reader.unread === 0) return this.#failure;
    const result = this.#reader.next();
    if (result.kind === 'reply') return result;
    return result.kind === 'more' ? this.#failure : this.#unreadable(result);
  }

  #takeHeld(reply: LiveReply): LiveReply {
    this.#held = undefined;
    return reply;
  }

  #unreadable(
    result: { kind: 'garbage'; octets: Uint8Array } | { kind: 'too-large'; what: string },
  ): Broken {
    if (result.kind === 'garbage') return { ...broken('garbage'), octets: result.octets };
    return { ...broken('too-large', result.what), octets: this.#reader.rest() };
  }

  #isOver(): boolean {
    return this.#expired || this.#aborted;
  }

  #overReason(): Broken {
    if (this.#aborted) return broken('cancelled');
    return this.#unfinished('timeout', '');
  }

  #settle<T extends { readonly kind: string }>(result: T | IoFailure): T | Broken {
    this.#deadline.stop();
    if (this.#isOver()) return this.#overReason();
    return isFailure(result) ? broken(result.reason, result.message) : result;
  }

  /** The deadline stays: somebody may wait for a write. */
  #ended(end: { readonly kind: 'end' } | IoFailure): Broken {
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
