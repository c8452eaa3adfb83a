import { workspace } from 'vscode';
import type { TextDocument, Disposable } from 'vscode';
import type { WirePlanProblem } from '../../server/protocol/lsp.ts';

interface Known {
  readonly version: number;
  readonly problems: readonly WirePlanProblem[];
}

/** What keeps the sessions of open documents from being replayed, as they were planned last. */
export class PlanProblems {
  readonly #known = new Map<string, Known>();
  readonly #disposable: Disposable;

  constructor() {
    this.#disposable = workspace.onDidCloseTextDocument(({ uri }) => {
      this.#known.delete(uri.toString());
    });
  }

  /** None where the document changed since. */
  of({ uri, version }: TextDocument): readonly WirePlanProblem[] {
    const known = this.#known.get(uri.toString());
    return known?.version === version ? known.problems : [];
  }

  /** Adds those of one session to those of the same version. */
  add(document: TextDocument, found: readonly WirePlanProblem[]): void {
    if (found.length === 0) return;
    const problems = [...this.of(document), ...found];
    this.#known.set(document.uri.toString(), { version: document.version, problems });
  }

  dispose(): void {
    this.#disposable.dispose();
  }
}
