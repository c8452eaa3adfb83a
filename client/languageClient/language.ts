import type { Event, TextDocument } from 'vscode';
import type { PlanResult, SessionsResult } from '../../server/protocol/lsp.ts';

/** A plan that could be made. */
export type Planned = Exclude<PlanResult, { readonly error: string }>;

/** The language server as the other parts see it. */
export interface Language {
  /** Fires when the server is ready, also after a restart. */
  readonly onReady: Event<void>;
  /** The document's sessions as it is now; rejects where the server does not answer. */
  sessions(document: TextDocument): Promise<SessionsResult>;
  /** The plan of one session; rejects in words where there is none. */
  plan(document: TextDocument, session: number): Promise<Planned>;
}
