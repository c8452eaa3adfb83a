import type { PlanStep } from '../../protocol/replay.ts';
import type { Place } from './journal.ts';

/** What happens next in a run. */
export type Phase = 'opening' | 'securing' | 'acting' | 'leaving' | 'ending' | 'over';

/** How far a run is, and what happened to the steps so far. */
export class Progress {
  /** The steps in the order they are run. */
  readonly steps: readonly PlanStep[];
  /** Position of the next step in that order. */
  next = 0;
  /** The step that was begun last. */
  where: Place = { index: -1, line: 0, endLine: 0 };
  /** Content of an open transaction was left out: the server has to forget it. */
  needsReset = false;
  quitSent = false;
  openedAt = 0;
  /** The far end is this machine: nobody can listen on the way. */
  isLocal = false;
  /** How long nothing happens before the next step, milliseconds. */
  pauseMs = 0;
  /** Index of the step that was waited for: it leaves now, and again where it is repeated. */
  rested = -1;
  /** Mechanisms that the server refused as such though the transcript shows no refusal. */
  readonly refusedMechanisms = new Set<string>();
  /** By step index: when a send left, NaN where it did not; the live code of an expect step, or 0. */
  readonly #leftAt: Float64Array;
  readonly #codes: Uint16Array;
  /** Steps that ran without either. */
  readonly #others = new Set<number>();
  readonly #skipped = new Set<number>();

  constructor(steps: readonly PlanStep[]) {
    this.steps = steps;
    this.#leftAt = new Float64Array(steps.length).fill(NaN);
    this.#codes = new Uint16Array(steps.length);
  }

  /** How many steps were not run. */
  get left(): number {
    let left = 0;
    for (let index = 0; index < this.steps.length; index += 1) {
      if (!this.#hasRun(index)) left += 1;
    }
    return left;
  }

  #hasRun(index: number): boolean {
    return this.#codes[index] !== 0 || this.leftAt(index) !== undefined || this.#others.has(index);
  }

  /** The live code of an expect step, undefined where no reply came. */
  codeOf(index: number | null): number | undefined {
    const code = index === null ? 0 : (this.#codes[index] ?? 0);
    return code === 0 ? undefined : code;
  }

  /** When a send left, undefined where it did not. */
  leftAt(index: number): number | undefined {
    const at = this.#leftAt[index];
    return at === undefined || Number.isNaN(at) ? undefined : at;
  }

  /** A step ran that neither sends nor awaits a reply, or whose reply may be missing. */
  ran(index: number): void {
    this.#others.add(index);
  }

  sent(index: number, at: number): void {
    this.#leftAt[index] = at;
  }

  answered(index: number, code: number): void {
    this.#codes[index] = code;
  }

  /** A command is left out as the transcript asks for. */
  skip(index: number): void {
    this.#skipped.add(index);
  }

  /** True for a command that was left out so. */
  isSkipped(index: number): boolean {
    return this.#skipped.size > 0 && this.#skipped.has(index);
  }
}
