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
  #events: readonly ReplayEvent[] = [];
  #next = 0;
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
    const result = this.#queued() ?? this.#advanced();
    if (result) return Promise.resolve(result);
    const answer = new Promise<Result>(resolve => {
      this.#resolve = resolve;
    });
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

  #queued(): Result | undefined {
    const value = this.#events[this.#next];
    if (value === undefined) return undefined;
    this.#next += 1;
    return { done: false, value };
  }

  /** The next event where it takes no waiting; else whoever waits gets it from `#arrived`. */
  #advanced(): Result | undefined {
    const run = (this.#run ??= this.#begin?.());
    while (run && !this.#isOver && !run.isOver) {
      if (!run.advance(this.#arrived)) return undefined;
      this.#events = run.take();
      this.#next = 0;
      const result = this.#queued();
      if (result) return result;
    }
    this.#end();
    return OVER;
  }

  readonly #arrived = (): void => {
    if (this.#isOver) return;
    this.#events = this.#run?.take() ?? [];
    this.#next = 0;
    const result = this.#queued() ?? this.#advanced();
    if (result) this.#answer(result);
  };

  #answer(result: Result): void {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.(result);
  }

  #end(): void {
    this.#isOver = true;
    this.#events = [];
    this.#begin = undefined;
    this.#run?.dispose();
    this.#answer(OVER);
  }
}

const OVER: Result = { done: true, value: undefined };
