import { Range, window, workspace } from 'vscode';
import type { Uri } from 'vscode';
import type { WirePlanProblem } from '../../server/protocol/lsp.ts';
import { linesRange } from './differences.ts';
import { writeEdit } from './planActions.ts';

/** A session cannot be replayed as it stands; the message says at which line and why. */
export class PlanRefusal extends Error {
  readonly uri: Uri;
  readonly problem: WirePlanProblem;
  readonly #version: number;

  constructor(
    { uri, version }: { readonly uri: Uri; readonly version: number },
    problem: WirePlanProblem,
  ) {
    super(`line ${String(problem.line)}: ${problem.message}`);
    this.uri = uri;
    this.problem = problem;
    this.#version = version;
  }

  /** Tells the user, with what helps. Rejects where that does not work. */
  async tell(): Promise<void> {
    const { write, line } = this.problem;
    const mend =
      write === undefined
        ? []
        : [write.title ?? `Write ${write.text.split(' ', 2).join(' ')} Line`];
    const show = 'Show Line';
    const said = `The replay did not work: ${this.message}`;
    const picked = await window.showErrorMessage(said, ...mend, show);
    if (picked === undefined) return;
    const document = await workspace.openTextDocument(this.uri);
    if (picked !== show && document.version === this.#version) {
      const edit = writeEdit(document, this.problem);
      if (edit !== undefined) await workspace.applyEdit(edit);
    }
    const at = picked === show ? line : (write?.above ?? line);
    const { start } = linesRange(document, at, at);
    await window.showTextDocument(document, { selection: new Range(start, start) });
  }
}
