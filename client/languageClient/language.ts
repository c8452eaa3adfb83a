import type { Event, TextDocument, Uri } from 'vscode';
import type {
  CaptureResult,
  CompareRequest,
  CompareResult,
  ConvertRequest,
  ConvertResult,
  ConvertTarget,
  ConvertTextRequest,
  DialectCandidate,
  EnvironmentsResult,
  ExplainableWord,
  PlanResult,
  ReplayHow,
  RunTextRequest,
  RunTextResult,
  SessionsResult,
} from '../../server/protocol/lsp.ts';

/** A plan that could be made. */
export type Planned = Exclude<PlanResult, { readonly error: string }>;

/** A conversion that could be made. */
export type Conversion = Exclude<ConvertResult, { readonly error: string }>;

/** A run as transcripts. */
export type RunText = Exclude<RunTextResult, { readonly error: string }>;

/** Two transcripts that could be compared. */
export type Comparison = Exclude<CompareResult, { readonly error: string }>;

/** The language server as the other parts see it. */
export interface Language {
  /** Fires when the server is ready, also after a restart. */
  readonly onReady: Event<void>;
  /** The document's sessions as it is now; rejects where the server does not answer. */
  sessions(document: TextDocument): Promise<SessionsResult>;
  /** All dialects, the likely ones of the document first. */
  dialects(document: TextDocument): Promise<readonly DialectCandidate[]>;
  /** Reads the document in this dialect from now on; null: in the one that fits it. */
  readAs(document: TextDocument, dialect: string | null): Promise<void>;
  /** The plan of one session; rejects in words where there is none. */
  plan(document: TextDocument, session: number, how: ReplayHow): Promise<Planned>;
  /** What was recorded beside what happened; rejects in words where that cannot be said. */
  runText(document: TextDocument, sessions: RunTextRequest['params']['sessions']): Promise<RunText>;
  /** Two transcripts by meaning; rejects in words where one cannot be read. */
  compare(params: CompareRequest['params']): Promise<Comparison>;
  /** What transcripts can be converted to. */
  convertTargets(): Promise<readonly ConvertTarget[]>;
  /** A document converted; rejects in words where that cannot be. */
  convert(document: TextDocument, what: Omit<ConvertRequest['params'], 'uri'>): Promise<Conversion>;
  /** Text of no document converted; rejects in words where that cannot be. */
  convertText(params: ConvertTextRequest['params']): Promise<Conversion>;
  /** The words that have an explanation. */
  explainable(): Promise<readonly ExplainableWord[]>;
  /** What a word, or a reply with its text, means, as Markdown; undefined where it means nothing. */
  explain(text: string): Promise<string | undefined>;
  /** The environments of files around this place, and of the setting; asked anew each time. */
  environments(uri: Uri | null, setting: unknown): Promise<EnvironmentsResult>;
  /** What is in a packet capture on disk. */
  capture(uri: Uri): Promise<CaptureResult>;
}
