/** Longest delay a Node timer holds. */
const LONGEST = 2 ** 31 - 1;

/**
 * The end of a wait, with one timer for a whole connection: starting and stopping only move a
 * number, and the timer looks at it when it fires.
 */
export class Deadline {
  readonly #expire: () => void;
  #timer: NodeJS.Timeout | undefined;
  #fires = Infinity;
  #due = Infinity;
  #isOver = false;

  constructor(expire: () => void) {
    this.#expire = expire;
  }

  /** From now on `expire` is called once `ms` have passed without `stop`. */
  start(ms: number): void {
    const now = performance.now();
    this.#due = now + Math.min(Math.max(ms, 1), LONGEST);
    if (this.#timer && this.#fires > this.#due) this.#disarm();
    if (!this.#timer && !this.#isOver) this.#arm(now);
  }

  /** The wait is over. */
  stop(): void {
    this.#due = Infinity;
  }

  /** Lets go of the timer for good, so that it cannot keep the process alive. */
  dispose(): void {
    this.#isOver = true;
    this.#disarm();
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(now: number): void {
    this.#fires = this.#due;
    this.#timer = setTimeout(this.#look, this.#due - now);
  }

  readonly #look = (): void => {
    this.#timer = undefined;
    if (this.#due === Infinity) return;
    const now = performance.now();
    if (now < this.#due) {
      this.#arm(now);
      return;
    }
    this.#due = Infinity;
    this.#expire();
  };
}
