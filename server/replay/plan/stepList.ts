import type { Span } from '../../core/octets/span.ts';
import type { PlanStep } from '../../protocol/replay.ts';
import type { Problems } from './problems.ts';

/** Where a step is in the plan and in the file. */
export type Base = Pick<PlanStep, 'index' | 'line' | 'endLine'>;

/** A step before its position is known. */
export interface Item {
  /** Octet offset that orders the steps. */
  readonly at: number;
  readonly span: Span;
  /** The node of the model that it stands for. */
  readonly node?: object;
  readonly make: (base: Base) => PlanStep;
}

/** Steps that are collected in any order and made in that of the transcript. */
export class StepList {
  readonly #problems: Problems;
  readonly #items: Item[] = [];
  readonly #places = new Map<object, number>();

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  add(item: Item): void {
    this.#items.push(item);
  }

  /** Position of the step made for a node; null where there is none, or none yet. */
  placeOf(node: object | undefined): number | null {
    return node === undefined ? null : (this.#places.get(node) ?? null);
  }

  /** Makes all steps in order: each may ask for the places of those before it. */
  steps(): readonly PlanStep[] {
    this.#items.sort((one, other) => one.at - other.at);
    return this.#items.map((item, index) => {
      const { start, end } = item.span;
      if (item.node) this.#places.set(item.node, index);
      // Content without its dot reaches to the beginning of the line after it.
      const endLine = this.#problems.lineOf(Math.max(start, end - 1));
      return item.make({ index, line: this.#problems.lineOf(start), endLine });
    });
  }
}
