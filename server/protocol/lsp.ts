/**
 * What the language server and its clients say to each other beyond LSP. Types only, so that a
 * client can import it without pulling code in.
 */

import type { MatchPolicy, ReplayPlan, SendStep } from './replay.ts';

/** Request: the sessions of an open document, in the order of the text. */
export interface SessionsRequest {
  readonly method: 'smtpTranscript/sessions';
  readonly params: { readonly uri: string };
  readonly result: SessionsResult;
}

/** How a document is read, and what it holds. */
export interface SessionsResult {
  /** Version of the document that was read; null where it is not open. */
  readonly version: number | null;
  readonly dialect: DetectedDialect | null;
  readonly sessions: readonly SessionItem[];
}

/** How the document is read. */
export interface DetectedDialect {
  readonly id: string;
  /** For a status item. */
  readonly label: string;
  /** 0 to 1. */
  readonly certainty: number;
  readonly why: string;
}

/** One session of a document. */
export interface SessionItem {
  /** 0-based position among the document's sessions; the name of the session in a plan request. */
  readonly index: number;
  /** The session's `@name`, else "session N". */
  readonly name: string;
  /** First and last line, 0-based. */
  readonly startLine: number;
  readonly endLine: number;
  /** What the log calls the connection, where sessions interleave. */
  readonly connection: string | null;
  readonly protocol: 'SMTP' | 'LMTP';
  /** `quit | quit-noreply | 421 | drop | eof | unknown`. */
  readonly ending: string;
  readonly tls: boolean;
  readonly authenticated: boolean;
  readonly commands: number;
  readonly messagesAccepted: number;
  /** Addresses of all RCPT commands, at most 100. */
  readonly recipients: readonly string[];
  /** `host:port` of `# @target` as written; a suggestion, never to be used without asking. */
  readonly target: string | null;
}

/** Request: the plan to replay one session. */
export interface PlanRequest {
  readonly method: 'smtpTranscript/plan';
  readonly params: {
    readonly uri: string;
    readonly session: number;
    /** The version the client means; another one is refused, since the lines may differ. */
    readonly version?: number;
    /** How replies are compared, unless the session has a `# @match`. */
    readonly match?: MatchPolicy;
    /** Longest wait for a reply in milliseconds, unless the session has a `# @timeout`. */
    readonly timeoutMs?: number;
  };
  readonly result: PlanResult;
}

/** The plan of a session, or in words why there is none. */
export type PlanResult =
  | {
      readonly version: number;
      readonly plan: WirePlan;
      readonly problems: readonly WirePlanProblem[];
    }
  | { readonly error: string };

/** What the user should know about a plan before it runs. */
export interface WirePlanProblem {
  /** 1-based physical line. */
  readonly line: number;
  readonly message: string;
  /** The run would make no sense. */
  readonly fatal: boolean;
}

/** A plan as JSON: octets in base64. */
export type WirePlan = Omit<ReplayPlan, 'steps'> & {
  readonly steps: readonly (WireSendStep | Exclude<ReplayPlan['steps'][number], SendStep>)[];
};

/** A SendStep as JSON can hold it. */
export type WireSendStep = Omit<SendStep, 'octets'> & {
  /** The octets to write, in base64. */
  readonly octets: string;
};

/** Notification to the client, where it asked for it: how a document is read, after it changed. */
export interface DialectNotification {
  readonly method: 'smtpTranscript/dialect';
  readonly params: { readonly uri: string; readonly dialect: DetectedDialect };
}

/** `initializationOptions` of a client that knows the above. */
export interface InitializationOptions {
  /** Send `smtpTranscript/dialect`. */
  readonly dialectNotifications?: boolean;
}
