import type { PlanStep } from '../../server/protocol/replay.ts';
import { durationText } from '../words.ts';

/** Steps that are named; the rest is counted. */
const MOST = 20;

/** How long the replies of one session took, by what they answered. */
export class StepTimes {
  readonly #steps: readonly PlanStep[];
  readonly #parts: string[] = [];
  #more = 0;

  constructor(steps: readonly PlanStep[]) {
    this.#steps = steps;
  }

  /** `greeting 3 ms, EHLO 1 ms …`; '' where nothing has a name. */
  get text(): string {
    const more = this.#more === 0 ? [] : [`and ${String(this.#more)} more`];
    return [...this.#parts, ...more].join(', ');
  }

  /** The reply to the plan's step `index` took so many milliseconds. */
  add(index: number, took: number): void {
    const name = this.#nameOf(this.#steps[index]);
    if (name === '') return;
    if (this.#parts.length < MOST) this.#parts.push(`${name} ${durationText(took)}`);
    else this.#more += 1;
  }

  #nameOf(step: PlanStep | undefined): string {
    if (step?.kind === 'auth') return 'AUTH';
    if (step?.kind !== 'expect') return '';
    if (step.answers === null) return 'greeting';
    const asked = this.#steps[step.answers];
    const isContent = asked?.kind === 'send' && asked.purpose === 'content';
    return isContent ? 'content' : step.verb;
  }
}
