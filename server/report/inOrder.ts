/** Puts back into order what comes nearly in order. */
export class InOrder<T> {
  #held: { readonly key: number; readonly value: T }[] = [];
  readonly #most: number;

  /** Holds no more than `most` things; where there are more, the first ones go. */
  constructor(most: number) {
    this.#most = most;
  }

  add(key: number, value: T): void {
    this.#held.push({ key, value });
  }

  /** Gives, in order, what nothing that is still to come can precede: all with a key below this. */
  release(before: number): T[] {
    this.#held.sort((a, b) => a.key - b.key);
    const safe = this.#held.findIndex(({ key }) => key >= before);
    const count = Math.max(safe < 0 ? this.#held.length : safe, this.#held.length - this.#most);
    return this.#held.splice(0, count).map(({ value }) => value);
  }
}
