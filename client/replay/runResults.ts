import { Disposable, EventEmitter, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import type { RunTextSession } from '../../server/protocol/lsp.ts';
import type { ReplayPlan } from '../../server/protocol/replay.ts';
import type { SessionReport } from './runReport.ts';

/** How a session went last, and what it was made of. */
export interface SessionResult extends RunTextSession {
  readonly report: SessionReport;
  /** False where the run was too long to be kept whole. */
  readonly complete: boolean;
  readonly plan: ReplayPlan;
}

interface Known {
  readonly version: number;
  readonly sessions: Map<number, SessionResult>;
}

/** How the sessions of open documents went last, until their text changes. */
export class RunResults {
  readonly #known = new Map<string, Known>();
  readonly #changed = new EventEmitter<void>();
  readonly #disposable: Disposable;
  readonly onDidChange = this.#changed.event;

  constructor() {
    const forget = ({ uri }: TextDocument): void => {
      if (this.#known.delete(uri.toString())) this.#changed.fire();
    };
    this.#disposable = Disposable.from(
      this.#changed,
      workspace.onDidCloseTextDocument(forget),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) forget(document);
      }),
    );
  }

  /** The sessions that were replayed as the document is now, in its order. */
  of({ uri, version }: TextDocument): readonly SessionResult[] {
    const known = this.#known.get(uri.toString());
    if (known?.version !== version) return [];
    return [...known.sessions.values()].sort((one, other) => one.session - other.session);
  }

  /** Nothing is kept of a document that changed meanwhile. */
  put(document: TextDocument, version: number, result: SessionResult): void {
    if (document.isClosed || document.version !== version) return;
    const key = document.uri.toString();
    let known = this.#known.get(key);
    if (known?.version !== version) known = { version, sessions: new Map() };
    known.sessions.set(result.session, result);
    this.#known.set(key, known);
    this.#changed.fire();
  }

  dispose(): void {
    this.#disposable.dispose();
  }
}
