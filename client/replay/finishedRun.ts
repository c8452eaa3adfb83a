import type { TextDocument } from 'vscode';
import type { RunReport } from './runReport.ts';
import type { SessionResult } from './runResults.ts';

/** The sessions of one document, run. */
export interface FinishedRun {
  readonly report: RunReport;
  readonly startedAt: Date;
  readonly document: TextDocument;
  /** What was replayed; undefined where the document changed before the run began. */
  readonly text: string | undefined;
  readonly results: readonly SessionResult[];
  /** The conversation, redacted. */
  readonly shown: string;
}
