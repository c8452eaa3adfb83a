import type { ReplayEvent } from '../../protocol/replay.ts';
import type { Run } from './run.ts';

type Result = IteratorResult<ReplayEvent, void>;

/**
 * The events of a run as an async generator. Written out by hand since a run makes three events for
 * each command: those that are there are given without the turns that `yield` takes.
 */
export class EventStream implements AsyncGenerator<ReplayEvent, void, undefined> {
  #begin: (() => Run) | undefined;
  #run: Run | undefined;
  /** Who waits for the next event; those after it wait for it. */
  #resolve: ((result: Result) => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #isOver = false;

  /** `begin` is called when the first event is asked for. */
  constructor(begin: () => Run) {
    this.#begin = begin;
  }

  next(): Promise<Result> {
    if (this.#resolve) return this.#later();
    const result = this.#result();
    if (result) return Promise.resolve(result);
    const answer = new Promise(this.#wait);
    this.#last = answer;
    return answer;
  }

  return(): Promise<Result> {
    this.#end();
    return Promise.resolve(OVER);
  }

  throw(error: unknown): Promise<Result> {
    this.#end();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** A request while another waits is answered after it. */
  #later(): Promise<Result> {
    const answer = this.#last.then(() => this.next());
    this.#last = answer;
    return answer;
  }

  /** One function for all: a closure for each would be garbage. */
  readonly #wait = (resolve: (result: Result) => void): void => {
    this.#resolve = resolve;
  };

  /** The next event where it takes no waiting; else whoever waits gets it from `#arrived`. */
  #result(): Result | undefined {
    const run = (this.#run ??= this.#begin?.());
    while (run && !this.#isOver) {
      const value = run.take();
      if (value !== undefined) return { done: false, value };
      if (run.isOver) break;
      if (!run.advance(this.#arrived)) return undefined;
    }
    this.#end();
    return OVER;
  }

  readonly #arrived = (): void => {
    if (this.#isOver) return;
    const result = this.#result();
    if (result) this.#answer(result);
  };

  #answer(result: Result): void {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.(result);
  }

  #end(): void {
    this.#isOver = true;
    this.#begin = undefined;
    this.#run?.dispose();
    this.#answer(OVER);
  }
}

const OVER: Result = { done: true, value: undefined };
