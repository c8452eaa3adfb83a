import { performance } from 'node:perf_hooks';

/** Longest delay a Node timer holds. */
const LONGEST = 2 ** 31 - 1;

/** A wait lasts longer than it should by this part of it at most, and by `LATEST` at most. */
const PART = 1 / 16;

/** Milliseconds. */
const LATEST = 1000;

/**
 * The end of a wait, with one timer for a whole connection that looks from time to time what is
 * waited for. Starting reads no clock: a run does that with every reply, and few waits last until
 * somebody looks. So a wait may end a little late, never early.
 */
export class Deadline {
  readonly #expire: () => void;
  #timer: NodeJS.Timeout | undefined;
  #pace = LATEST;
  /** How long the wait may last, and since when it does; `NaN` until the timer saw it. */
  #ms = Infinity;
  #since = NaN;
  #isOver = false;

  constructor(expire: () => void) {
    this.#expire = expire;
  }

  /** From now on `expire` is called once `ms` have passed without `stop`. */
  start(ms: number): void {
    this.#ms = ms;
    this.#since = NaN;
    if (!this.#timer || ms * PART < this.#pace) this.#begin(ms);
  }

  /** The wait is over. */
  stop(): void {
    this.#ms = Infinity;
  }

  /** Lets go of the timer for good, so that it cannot keep the process alive. */
  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Makes the timer, or makes it look more often: a shorter wait must not end too late. */
  #begin(ms: number): void {
    const pace = Math.min(Math.max(ms * PART, 1), LATEST);
    if (this.#isOver || (this.#timer && pace >= this.#pace)) return;
    clearTimeout(this.#timer);
    this.#pace = pace;
    this.#since = performance.now();
    this.#arm(this.#since);
  }

  #arm(now: number): void {
    const left = Math.max(this.#since + Math.min(this.#ms, LONGEST) - now, 1);
    this.#timer = setTimeout(this.#look, Math.min(left, this.#pace));
  }

  readonly #look = (): void => {
    this.#timer = undefined;
    if (this.#ms === Infinity) return;
    const now = performance.now();
    if (Number.isNaN(this.#since)) this.#since = now;
    if (now - this.#since < Math.min(this.#ms, LONGEST)) {
      this.#arm(now);
      return;
    }
    this.#ms = Infinity;
    this.#expire();
  };
}
