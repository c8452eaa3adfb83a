import { window } from 'vscode';
import type { InputBoxOptions } from 'vscode';

/** A question that has to be answered before anything goes on. */
export interface Question {
  readonly message: string;
  readonly detail?: string;
  /** What agrees; anything else does not. */
  readonly button: string;
}

/** Answers in the place of the user. */
export interface Answers {
  confirm?(question: Question): boolean;
  input?(options: InputBoxOptions): string | undefined;
}

/** The questions on which everything waits; in a test of the extension VS Code shows none. */
export class Dialogs {
  #answers: Answers = {};

  /** From now on these answer, each where it is there; for nobody but the extension's own tests. */
  answerWith(answers: Answers): void {
    this.#answers = answers;
  }

  /** True where the user agreed. */
  async confirm(question: Question): Promise<boolean> {
    if (this.#answers.confirm !== undefined) return this.#answers.confirm(question);
    const { message, detail, button } = question;
    const options = { modal: true, ...(detail !== undefined && { detail }) };
    return (await window.showWarningMessage(message, options, button)) === button;
  }

  /** What the user typed; undefined where they gave up. */
  async input(options: InputBoxOptions): Promise<string | undefined> {
    if (this.#answers.input !== undefined) return this.#answers.input(options);
    return window.showInputBox(options);
  }
}
