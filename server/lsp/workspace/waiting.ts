/** Changes may be missed, for instance those of a network drive: then it is looked at anyway. */
const LONGEST_WAIT = 60_000;

/** Several changes that belong together are looked at once, milliseconds. */
const SETTLING = 100;

/** Lets somebody wait for the next change. */
export class Waiting {
  #serial = 0;
  readonly #woken = new Set<() => void>();

  /** A number that is another one after each change. */
  get serial(): number {
    return this.#serial;
  }

  /** There is a change. */
  wake(): void {
    this.#serial++;
    for (const resume of this.#woken) resume();
    this.#woken.clear();
  }

  /** Resolves a moment after the first change that came since `serial`, or after a minute. */
  async after(serial: number): Promise<void> {
    if (this.#serial === serial) {
      await new Promise<void>(resolve => {
        const resume = (): void => {
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(() => {
          this.#woken.delete(resume);
          resolve();
        }, LONGEST_WAIT);
        timer.unref();
        this.#woken.add(resume);
      });
    }
    await new Promise<void>(resolve => setTimeout(resolve, SETTLING));
  }
}
