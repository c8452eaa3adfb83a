import type { ReplayEvent, ReplayPlan, Target, Verdict } from '../protocol/replay.ts';
import { replay } from '../replay/engine/replay.ts';
import { nodeIo } from '../replay/io/nodeIo.ts';
import { visibleOf } from '../core/octets/visible.ts';
import { jsonText } from '../report/jsonText.ts';
import { renderEvent, renderExpectation, renderTotals } from '../report/replayText.ts';
import type { RunOutcome } from '../report/replayText.ts';
import { styleFor } from '../report/style.ts';
import type { Style } from '../report/style.ts';
import { EXIT } from './command.ts';
import type { Invocation, Terminal } from './command.ts';
import { EmbeddedReceivers } from './embeddedReceivers.ts';
import { formatOf } from './format.ts';
import type { PlannedRun } from './plannedRuns.ts';

/** Runs plans one after the other and prints their events as they come. */
export class Replayer {
  readonly #json: boolean;
  readonly #style: Style;
  readonly #terminal: Terminal;
  readonly #target: Target | undefined;
  readonly #receivers = new EmbeddedReceivers();
  readonly #outcomes: RunOutcome[] = [];
  #file = '';

  /** Without a target each run has an embedded receiver. */
  constructor(
    invocation: Invocation,
    where: { readonly terminal: Terminal; readonly target: Target | undefined },
  ) {
    this.#json = formatOf(invocation, ['text', 'json']) === 'json';
    this.#terminal = where.terminal;
    this.#target = where.target;
    this.#style = styleFor(where.terminal.color ? 'color' : 'plain');
  }

  /** A verdict that the transcript expects is fine, whatever it is. */
  get exitStatus(): number {
    const wrong = this.#outcomes.filter(({ verdict, expected }) => verdict !== expected);
    if (wrong.some(({ verdict }) => verdict === 'failed')) return EXIT.failure;
    return wrong.length > 0 ? EXIT.findings : EXIT.fine;
  }

  async run({ file, plan }: PlannedRun): Promise<void> {
    this.#announce(file, plan);
    const target = this.#target ?? (await this.#receivers.targetFor(plan));
    const io = nodeIo({ loopbackOnly: this.#target === undefined });
    let verdict: Verdict = 'failed';
    for await (const event of replay(plan, io, this.#terminal.signal, { target })) {
      if (event.kind === 'done') ({ verdict } = event);
      this.#print(file, plan, event);
    }
    const outcome = { verdict, expected: plan.expectedVerdict };
    this.#outcomes.push(outcome);
    if (!this.#json) this.#terminal.out(renderExpectation(outcome, this.#style));
  }

  /** How many sessions ended how, where there was more than one. */
  printTotals(): void {
    if (!this.#json) this.#terminal.out(renderTotals(this.#outcomes, this.#style));
  }

  close(): Promise<void> {
    return this.#receivers.close();
  }

  #announce(file: string, plan: ReplayPlan): void {
    if (this.#json) return;
    const { bold, dim } = this.#style;
    if (this.#file !== file) this.#terminal.out(`${bold(visibleOf(file))}\n`);
    this.#file = file;
    this.#terminal.out(`  ${dim('──')} ${visibleOf(plan.name)}\n`);
  }

  #print(file: string, plan: ReplayPlan, event: ReplayEvent): void {
    if (!this.#json) {
      this.#terminal.out(renderEvent(event, this.#style));
      return;
    }
    const expected = event.kind === 'done' ? { expected: plan.expectedVerdict } : {};
    this.#terminal.out(`${jsonText({ file, session: plan.name, ...event, ...expected })}\n`);
  }
}
