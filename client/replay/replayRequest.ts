import type { CancellationToken, Uri } from 'vscode';
import type { LineRange } from '../../server/protocol/lsp.ts';
import type { ReplayEvent, ReplayPlan } from '../../server/protocol/replay.ts';
import type { EnvironmentChoice } from '../environments/environmentChoice.ts';
import type { ChosenTarget } from './chosenTarget.ts';
import type { SessionReport } from './runReport.ts';

/** Sessions of one document that are to be replayed. */
export interface ReplayRequest {
  readonly uri: Uri;
  /** 0-based positions, or all. */
  readonly sessions: 'all' | readonly number[];
  /** Only this part of them. */
  readonly lines?: LineRange;
}

/** Where several requests go and how the user sees it; the same for all of them. */
export interface ReplayOptions {
  /** A server that is no environment; goes before `environment`. */
  readonly target?: ChosenTarget;
  /** The current one where it is absent. */
  readonly environment?: EnvironmentChoice;
  /** No live document, no progress, no messages: somebody else shows what happens. */
  readonly quiet?: true;
}

/** A session that runs. */
export interface RunningSession {
  readonly uri: Uri;
  /** 0-based position in the document. */
  readonly index: number;
  readonly plan: ReplayPlan;
  /** Version of the document that the plan's lines belong to. */
  readonly version: number;
}

/** What an observer of a run is told, in order: begin, events, end, for one session after another. */
export interface RunView {
  /** Ends the run. */
  readonly token: CancellationToken;
  /** Every session that is going to run and where it goes, before anything connects. */
  planned?(sessions: readonly RunningSession[], where: string): void;
  /** A document whose sessions cannot be replayed; the others run all the same. */
  refused?(uri: Uri, message: string): void;
  /** A session that cannot be replayed; without this its document is refused. Line from 1. */
  unplayable?(uri: Uri, index: number, problem: { line: number; message: string }): void;
  begin?(session: RunningSession): void;
  event?(session: RunningSession, event: ReplayEvent): void;
  end?(session: RunningSession, report: SessionReport): void;
}
