/** Work of one lane; it tells through `say`, which keeps the order of the lanes. */
export type LaneWork = (say: (tell: () => void) => void) => Promise<void>;

/** Lanes that may be ahead of the one whose turn it is to tell: what they say is kept. */
const AHEAD = 64;

/**
 * Does the work of the lanes, so many at a time and in order. What they tell comes out in the order
 * of the lanes: at once from the first that is under way, afterwards from the others. Rejects with
 * the first error, once the others under way have ended.
 */
export async function inOrder(lanes: readonly LaneWork[], jobs: number): Promise<void> {
  const turn = new Turn(lanes.length);
  const errors: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (errors.length === 0) {
      const lane = next;
      next += 1;
      const work = lanes[lane];
      if (work === undefined) return;
      await turn.near(lane, AHEAD);
      try {
        await work(tell => {
          turn.say(lane, tell);
        });
      } catch (error) {
        errors.push(error);
      }
      turn.end(lane);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
  if (errors.length > 0) throw errors[0];
}

/** Whose turn it is to tell. */
class Turn {
  readonly #kept: (() => void)[][];
  readonly #ended: boolean[];
  #current = 0;
  #waiting: (() => void)[] = [];

  constructor(lanes: number) {
    this.#kept = Array.from({ length: lanes }, () => []);
    this.#ended = Array.from({ length: lanes }, () => false);
  }

  say(lane: number, tell: () => void): void {
    if (lane === this.#current) tell();
    else this.#kept[lane]?.push(tell);
  }

  end(lane: number): void {
    this.#ended[lane] = true;
    while (this.#ended[this.#current] === true) {
      this.#current += 1;
      for (const tell of this.#kept[this.#current]?.splice(0) ?? []) tell();
    }
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Resolves when the lane is at most so many ahead of the current one. */
  async near(lane: number, ahead: number): Promise<void> {
    while (lane - this.#current > ahead) {
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
  }
}
