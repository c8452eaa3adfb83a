import { sourceLineOf } from '../../core/transcript/sourcePlace.ts';
import type { Chunk } from '../../core/transcript/model.ts';

/** Something that keeps the session from being replayed as recorded. */
export interface PlanProblem {
  /** 1-based physical line. */
  readonly line: number;
  /** What is missing and what to do. */
  readonly message: string;
  /** The run would make no sense: do not start it. */
  readonly fatal: boolean;
  /** A line that mends it, to be written above the 1-based physical line. */
  readonly write?: {
    readonly above: number;
    readonly text: string;
    /** What the line does, as a button says it; absent: its text says it. */
    readonly title?: string;
  };
}

/** The problems of one plan as they are found, and the lines of the file. */
export class Problems {
  readonly #chunk: Chunk;
  readonly #firstLine: number;
  readonly #found: PlanProblem[] = [];

  /** `firstLine` is the 1-based physical line at which the chunk begins. */
  constructor(chunk: Chunk, firstLine: number) {
    this.#chunk = chunk;
    this.#firstLine = firstLine;
  }

  /** All so far. */
  get found(): readonly PlanProblem[] {
    return this.#found;
  }

  /** The 1-based physical line of an offset in the chunk. */
  lineOf(offset: number): number {
    return this.#firstLine + sourceLineOf(this.#chunk, offset);
  }

  /** The run may go on, but something about it should be known. */
  remark(offset: number, message: string): void {
    this.#found.push({ line: this.lineOf(offset), message, fatal: false });
  }

  /** The same, of a step that has its line already. */
  remarkLine(line: number, message: string): void {
    this.#found.push({ line, message, fatal: false });
  }

  /** The session cannot be replayed, unless `write` is written. */
  refuse(offset: number, message: string, write?: PlanProblem['write']): void {
    const line = this.lineOf(offset);
    this.#found.push({ line, message, fatal: true, ...(write && { write }) });
  }
}
