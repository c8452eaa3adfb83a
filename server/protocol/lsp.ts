/**
 * What the language server and its clients say to each other beyond LSP. Types only, so that a
 * client can import it without pulling code in.
 */

import type { Environment } from './environment.ts';
import type { MatchPolicy, ReplayEvent, ReplayPlan, Retry, SendStep } from './replay.ts';

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
  /** False where nothing in the text speaks for it. */
  readonly recognised: boolean;
  readonly why: string;
}

/** Request: the dialects that there are, the likely ones of a document first. */
export interface DialectsRequest {
  readonly method: 'smtpTranscript/dialects';
  readonly params: { readonly uri: string };
  readonly result: readonly DialectCandidate[];
}

/** A dialect that a document may be in. */
export interface DialectCandidate extends DetectedDialect {
  /** What it is, in one sentence. */
  readonly description: string;
}

/** Request: read a document in this dialect until it is closed; null: in the one that fits it. */
export interface ReadAsRequest {
  readonly method: 'smtpTranscript/readAs';
  readonly params: { readonly uri: string; readonly dialect: string | null };
  /** How it is read now; null where it is not open or there is no such dialect. */
  readonly result: DetectedDialect | null;
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

/** Lines of a document, 1-based, both included; open where an end is absent. */
export interface LineRange {
  readonly from?: number;
  readonly to?: number;
}

/** How sessions are replayed, unless their directives say otherwise; what is absent is the default. */
export interface ReplayHow {
  /** How replies are compared. */
  readonly match?: MatchPolicy;
  /** Longest wait for a reply in milliseconds. */
  readonly timeoutMs?: number;
  readonly pipelining?: 'recorded' | 'lockstep' | 'forced';
  readonly onDifference?: 'continue' | 'stop';
  /** Recorded timing, this many times as fast; 0: no waiting. */
  readonly speed?: number;
  /** The sizes of BDAT chunks. */
  readonly chunks?: 'kept' | 'computed';
  /** A message that is not shown: refused, or a generated one in its place. */
  readonly content?: 'recorded' | 'placeholder';
  /** Without the STARTTLS of the transcript: the target is one that is spoken to in the clear. */
  readonly tls?: 'none';
  /** Of a command that got a 4yz reply. */
  readonly retry?: Retry;
  /** Only this part of the session. */
  readonly lines?: LineRange;
  /** Names of variables that the run will be given: nothing is said about them. */
  readonly given?: readonly string[];
}

/** Request: the plan to replay one session. */
export interface PlanRequest {
  readonly method: 'smtpTranscript/plan';
  readonly params: ReplayHow & {
    readonly uri: string;
    readonly session: number;
    /** The version the client means; another one is refused, since the lines may differ. */
    readonly version?: number;
  };
  readonly result: PlanResult;
}

/** Request: a run as transcripts, the recorded one and the one that happened. */
export interface RunTextRequest {
  readonly method: 'smtpTranscript/runText';
  readonly params: {
    readonly uri: string;
    /** The version that was replayed; another one is refused. */
    readonly version: number;
    readonly sessions: readonly RunTextSession[];
  };
  readonly result: RunTextResult;
}

/** A session that was replayed: what its plan was made of, and what happened. */
export interface RunTextSession {
  readonly session: number;
  readonly how: ReplayHow;
  readonly events: readonly ReplayEvent[];
}

/** What a comparison shows and what a promotion would change, or in words why there is neither. */
export type RunTextResult =
  | {
      /** Of the sessions that were replayed, one after the other. */
      readonly recorded: string;
      /** The same, but for replies that differ in meaning. */
      readonly actual: string;
      /** What makes the document the recording of this run. */
      readonly promoted: readonly LineEdit[] | { readonly refused: string };
    }
  | { readonly error: string };

/** Whole lines that are replaced: 0-based, `endLine` excluded; `text` ends each of its lines. */
export interface LineEdit {
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** Request: two transcripts compared by meaning. */
export interface CompareRequest {
  readonly method: 'smtpTranscript/compare';
  readonly params: { readonly left: ComparedText; readonly right: ComparedText };
  readonly result: CompareResult;
}

/** A transcript to compare: text, and the dialect where it is known. */
export interface ComparedText {
  readonly text: string;
  readonly dialect?: string;
}

/** Both in one form, with what changes every time folded; or in words why that cannot be. */
export type CompareResult =
  | {
      readonly left: string;
      readonly right: string;
      readonly same: boolean;
      /** Differences by meaning. */
      readonly count: number;
      /** The first of them, in whole sentences; "first" is the left one. */
      readonly summary: readonly string[];
    }
  | { readonly error: string };

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
  /** A line that mends it, to be written above the 1-based physical line. */
  readonly write?: {
    readonly above: number;
    readonly text: string;
    /** What the line does, as a button says it; absent: its text says it. */
    readonly title?: string;
  };
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

/** Request: what a transcript can be converted to, in the order in which it is offered. */
export interface ConvertTargetsRequest {
  readonly method: 'smtpTranscript/convertTargets';
  readonly params: Readonly<Record<string, never>>;
  readonly result: readonly ConvertTarget[];
}

/** Something a transcript can be converted to. */
export interface ConvertTarget {
  readonly id: string;
  readonly label: string;
  /** What it never holds. */
  readonly notes: string;
  /** `session`: it holds one session. */
  readonly scope: 'session' | 'transcript';
}

/** Request: an open document converted, or one of its sessions. */
export interface ConvertRequest {
  readonly method: 'smtpTranscript/convert';
  readonly params: {
    readonly uri: string;
    readonly target: string;
    /** 0-based; a target that holds one session takes the first where it is missing. */
    readonly session?: number;
  };
  readonly result: ConvertResult;
}

/** Request: text that is in no document, such as the clipboard's, converted. */
export interface ConvertTextRequest {
  readonly method: 'smtpTranscript/convertText';
  readonly params: {
    readonly text: string;
    /** Default: the one that fits the text. */
    readonly dialect?: string;
    /** Default: `smtp`. */
    readonly target?: string;
    readonly session?: number;
  };
  readonly result: ConvertResult;
}

/** What became of the transcript, or in words why nothing did. */
export type ConvertResult =
  | {
      /** One text, but for a target that makes a file a message; none without a session. */
      readonly texts: readonly string[];
      /** The editor's name of the language. */
      readonly languageId: string;
      /** For a file name, without a dot. */
      readonly extension: string;
      /** What the target cannot hold of it, in whole sentences. */
      readonly losses: readonly string[];
      /** How it was read. */
      readonly dialect: DetectedDialect;
      /** How many sessions were found. */
      readonly sessions: number;
    }
  | { readonly error: string };

/** Request: a packet capture on disk as a transcript. */
export interface CaptureRequest {
  readonly method: 'smtpTranscript/capture';
  /** A `file:` URI. */
  readonly params: { readonly uri: string };
  readonly result: CaptureResult;
}

/** What is in a packet capture, or in words why that cannot be said. */
export type CaptureResult =
  | {
      /** A `.smtp` file. */
      readonly text: string;
      /** The sessions in the order of the text; many of them are only counted. */
      readonly sessions: readonly CapturedSession[];
      readonly sessionCount: number;
      /** What could not be read, in whole sentences. */
      readonly problems: readonly string[];
    }
  | { readonly error: string };

/** One SMTP session of a capture. */
export interface CapturedSession {
  /** Line of the text, 0-based. */
  readonly line: number;
  /** `client -> server`, addresses with ports. */
  readonly addresses: string;
  readonly commands: number;
  /** `quit | quit-noreply | 421 | drop | eof | unknown`. */
  readonly ending: string;
  readonly tls: boolean;
  readonly authenticated: boolean;
  /** At most 20. */
  readonly messages: readonly CapturedMessage[];
}

/** One message, or an attempt at one. */
export interface CapturedMessage {
  readonly from: string;
  /** At most 20. */
  readonly recipients: readonly string[];
  readonly recipientCount: number;
  readonly outcome: string;
}

/** Request: the words that the server can explain. */
export interface ExplainableRequest {
  readonly method: 'smtpTranscript/explainable';
  readonly params: Readonly<Record<string, never>>;
  readonly result: readonly ExplainableWord[];
}

/** A word with an explanation, as a list shows it. */
export interface ExplainableWord {
  readonly word: string;
  /** What it is: `rule`, `verb`, `reply code` … */
  readonly kind: string;
  /** One sentence. */
  readonly meaning: string;
}

/** Request: what a word or a reply with its text means. */
export interface ExplainRequest {
  readonly method: 'smtpTranscript/explain';
  readonly params: { readonly text: string };
  /** Markdown in which nothing of the text is markup; null where it means nothing. */
  readonly result: { readonly markdown: string } | null;
}

/** Request: the environments that hold for a file or folder, from files and from the setting. */
export interface EnvironmentsRequest {
  readonly method: 'smtpTranscript/environments';
  readonly params: {
    /** A file that need not exist: environment files are looked for in its folder and above. */
    readonly uri: string | null;
    /** The setting `smtpTranscript.environments` as the client has it, unchecked. */
    readonly setting: unknown;
  };
  readonly result: EnvironmentsResult;
}

/** What can be chosen, and what of it cannot be used. */
export interface EnvironmentsResult {
  /** Those of files, the nearest first, then those of the setting. */
  readonly environments: readonly ListedEnvironment[];
  readonly problems: readonly EnvironmentTrouble[];
}

/** An environment with the path of the file it stands in; null: in the setting. */
export interface ListedEnvironment {
  readonly file: string | null;
  readonly environment: Environment;
}

/** What is wrong, in words without a full stop; line and column from 1, 0 for the setting. */
export interface EnvironmentTrouble {
  readonly file: string | null;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
