import type { TestItem, TestRun } from 'vscode';
import { terminalText } from './terminalText.ts';

/** What comes within this time is written at once, milliseconds. */
const DELAY_MS = 100;

/** Writes a growing text into the output of a test run, as it grows. */
export class RunOutput {
  readonly #run: TestRun;
  #item: TestItem | undefined;
  #waiting = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(run: TestRun) {
    this.#run = run;
  }

  /** From now on the text belongs to this item. */
  begin(item: TestItem | undefined): void {
    this.flush();
    this.#item = item;
  }

  /** Adds whole lines, each with its LF. */
  add(lines: string): void {
    if (lines === '') return;
    this.#waiting += lines;
    this.#timer ??= setTimeout(() => this.flush(), DELAY_MS);
  }

  /** Writes what is still waiting; to be called before the run ends. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting === '') return;
    this.#run.appendOutput(terminalText(this.#waiting), undefined, this.#item);
    this.#waiting = '';
  }
}
