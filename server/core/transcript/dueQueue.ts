import type { Due } from './draft.ts';

const MOST_DONE = 64;

/** What still waits for a reply, oldest first. Takes constant time however many wait. */
export class DueQueue {
  #entries: Due[] = [];
  #head = 0;

  get size(): number {
    return this.#entries.length - this.#head;
  }

  get first(): Due | undefined {
    return this.#entries[this.#head];
  }

  get last(): Due | undefined {
    return this.size > 0 ? this.#entries.at(-1) : undefined;
  }

  push(due: Due): void {
    this.#entries.push(due);
  }

  /** Takes the oldest entry out. */
  shift(): void {
    this.#head++;
    // A new array for each command would cost more than a few entries that are done with.
    if (this.#head < Math.max(this.#entries.length, MOST_DONE)) return;
    this.#entries = [];
    this.#head = 0;
  }

  /** Takes the newest entry out. */
  takeBack(): void {
    if (this.size > 0) this.#entries.pop();
  }

  /** Drops what waits before the first command with this verb, where there is one. */
  skipTo(verb: string): void {
    const at = this.#entries.findIndex(
      (due, index) =>
        index >= this.#head && due.phase === 'command' && due.exchange.command.verb === verb,
    );
    if (at > this.#head) this.#head = at;
  }

  /** Everything that waits; the queue is empty afterwards. */
  drain(): readonly Due[] {
    const waiting = this.#entries.slice(this.#head);
    this.#entries = [];
    this.#head = 0;
    return waiting;
  }

  /** Everything that waits. */
  [Symbol.iterator](): Iterator<Due> {
    return this.#entries.slice(this.#head)[Symbol.iterator]();
  }
}
