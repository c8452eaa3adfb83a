/**
 * The custom requests of the language server, beside those of LSP. Types only. Lines are 1-based
 * and physical; octets travel as base64, because LSP is JSON.
 */
import type { MatchPolicy, PlanStep, ReplayPlan, SendStep } from './replay.ts';

export interface SessionsParams {
  readonly uri: string;
}

/** One session of a document. */
export interface SessionInfo {
  /** 0-based position in the document. */
  readonly index: number;
  /** The session's `@name`, else "session N". */
  readonly name: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** What `# @target` suggests, null where it does not. */
  readonly target: string | null;
}

export interface SessionsResult {
  /** The version of the document that this describes. */
  readonly version: number;
  /** Id and readable name of the dialect. */
  readonly dialect: string;
  readonly dialectLabel: string;
  readonly sessions: readonly SessionInfo[];
  /** Sessions beyond what an editor can show. */
  readonly omitted: number;
}

export interface PlanParams {
  readonly uri: string;
  /** `SessionInfo.index`. */
  readonly session: number;
  /** How replies are compared, and how long one is waited for, unless the session says so itself. */
  readonly match?: MatchPolicy;
  readonly timeoutMs?: number;
}

/** Something that keeps the session from being replayed as recorded. */
export interface WireProblem {
  readonly line: number;
  readonly message: string;
  readonly fatal: boolean;
}

/** A send step whose octets are base64. */
export type WireSendStep = Omit<SendStep, 'octets'> & { readonly octets: string };

export type WireStep = Exclude<PlanStep, SendStep> | WireSendStep;

/** A plan as it travels over LSP. */
export type WirePlan = Omit<ReplayPlan, 'steps'> & { readonly steps: readonly WireStep[] };

export interface PlanResult {
  readonly version: number;
  /** Null where there is no such session. */
  readonly plan: WirePlan | null;
  readonly problems: readonly WireProblem[];
}

/** Every custom request: what it takes and what it answers. */
export interface LspRequests {
  /** What the document holds, for code lenses, pick lists and the status. */
  readonly 'smtpTranscript/sessions': {
    readonly params: SessionsParams;
    readonly result: SessionsResult;
  };
  /** The plan to act one session as its client. */
  readonly 'smtpTranscript/plan': { readonly params: PlanParams; readonly result: PlanResult };
}
