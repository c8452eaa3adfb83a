import type { TestItem, TestRun } from 'vscode';
import type { Outcome } from './outcome.ts';
import { RunOutput } from './runOutput.ts';
import { settle } from './sessionRun.ts';
import type { TestSelection } from './testSelection.ts';

/** The result of one item, for the extension's own tests. */
export interface TestResult {
  readonly label: string;
  readonly outcome: Outcome;
}

/** The results of a run: which items have one, and one for each of the others in the end. */
export class ItemResults {
  readonly output: RunOutput;
  readonly #run: TestRun;
  readonly #open: Set<TestItem>;
  readonly #all: TestResult[] = [];

  constructor(run: TestRun, { sessions }: TestSelection) {
    this.#run = run;
    this.#open = new Set(sessions);
    this.output = new RunOutput(run);
  }

  get all(): readonly TestResult[] {
    return this.#all;
  }

  note(text: string): void {
    this.output.begin(undefined);
    this.output.add(`# ${text}\n`);
  }

  /** It has its result. */
  put(item: TestItem, outcome: Outcome): void {
    this.#open.delete(item);
    this.#all.push({ label: item.label, outcome });
  }

  skip(item: TestItem, reason: string): void {
    if (!this.#open.has(item)) return;
    this.#run.skipped(item);
    this.output.begin(item);
    this.output.add(`# skipped ${item.label}: ${reason}\n`);
    this.put(item, { kind: 'skipped', reason });
  }

  error(item: TestItem, message: string): void {
    if (!this.#open.has(item)) return;
    const line = (item.range?.start.line ?? 0) + 1;
    const outcome: Outcome = {
      kind: 'errored',
      messages: [{ text: message, line, endLine: line }],
    };
    settle(this.#run, item, outcome);
    this.put(item, outcome);
  }

  /** A file that has no session, or that could not be read. */
  settleFile(file: TestItem): void {
    this.#open.add(file);
    if (file.error === undefined) this.skip(file, 'there is no SMTP session in it');
    else this.error(file, textOf(file.error));
  }

  /** Whatever has no result yet could not be run. */
  fail(message: string): void {
    for (const item of [...this.#open]) this.error(item, message);
  }

  /** Whatever has no result yet was left out. */
  finish(reason: string): void {
    for (const item of [...this.#open]) this.skip(item, reason);
    this.output.flush();
  }
}

function textOf(message: TestItem['error']): string {
  return typeof message === 'string' ? message : (message?.value ?? '');
}
