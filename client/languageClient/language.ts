import type { Event, TextDocument, Uri } from 'vscode';
import type { PlanResult, SessionsResult } from '../../server/protocol/lsp.ts';

/** The language server as the other parts see it. */
export interface Language {
  /** Fires when the server is ready, also after a restart. */
  readonly onReady: Event<void>;
  /** The document's sessions as it is now; rejects where the server does not answer. */
  sessions(document: TextDocument): Promise<SessionsResult>;
  /** The plan of one session; rejects where the server does not answer. */
  plan(uri: Uri, session: number): Promise<PlanResult>;
}
