/**
 * What the planner, the engine and every reader of a replay share: the plan and its events.
 * Types only, so that the editor's client can import it without pulling code in.
 */

/** Text that went through redaction; only `server/replay/redact.ts` makes one. */
export type Redacted = string & { readonly __redacted: unique symbol };

/** How much of a recorded reply the live one has to repeat. */
export type MatchPolicy = 'exact' | 'enhanced' | 'code' | 'class';

/** One reply as the transcript shows it; `lines` are without code and separator. */
export interface RecordedReply {
  readonly code: number;
  readonly lines: readonly string[];
}

/** What a send is for; it decides what must have been answered before it may leave. */
export type SendPurpose = 'command' | 'auth-response' | 'content' | 'chunk' | 'raw';

interface StepBase {
  /** Position in `ReplayPlan.steps`. */
  readonly index: number;
  /** First and last physical line in the transcript, 1-based. */
  readonly line: number;
  readonly endLine: number;
}

/** Octets to write, exactly as they are; consecutive sends form one pipelined group. */
export interface SendStep extends StepBase {
  readonly kind: 'send';
  readonly purpose: SendPurpose;
  /** Upper-case verb of the command this belongs to, '' for raw octets. */
  readonly verb: string;
  readonly octets: Uint8Array;
  /** True where the octets hold a credential: they appear redacted in every event. */
  readonly secret: boolean;
  /** The expect step whose live reply must be 354 (content) or 334 (auth-response). */
  readonly requires: number | null;
  /**
   * Why the transcript does not hold the octets (a masked secret, elided content). Such a plan is
   * refused before anything connects: half a session would reach the server otherwise.
   */
  readonly missing?: string;
}

/** A reply to wait for; `recorded` is null where the transcript does not show it. */
export interface ExpectStep extends StepBase {
  readonly kind: 'expect';
  /** The send step it answers, null for the greeting. */
  readonly answers: number | null;
  readonly verb: string;
  readonly recorded: RecordedReply | null;
  readonly policy: MatchPolicy;
}

/** The TLS handshake after an accepted STARTTLS. */
export interface TlsStep extends StepBase {
  readonly kind: 'tls';
  /** The expect step of STARTTLS: no handshake unless its live reply was 220. */
  readonly requires: number;
}

/** The client closes the connection here. */
export interface CloseStep extends StepBase {
  readonly kind: 'close';
}

/** What the client does next: send, await a reply, shake hands, or hang up. */
export type PlanStep = SendStep | ExpectStep | TlsStep | CloseStep;

/** Everything the engine needs to act one session as the client. Structured-cloneable. */
export interface ReplayPlan {
  readonly version: 1;
  /** The session's `@name`, else "session N". */
  readonly name: string;
  readonly protocol: 'smtp' | 'lmtp';
  /** TLS from the first octet (port 465 style). */
  readonly implicitTls: boolean;
  /** Longest wait for one reply, milliseconds. */
  readonly timeoutMs: number;
  /** The recipients' addresses, for the consent dialog and the MX look-up. */
  readonly recipients: readonly string[];
  /** Features the embedded receiver has to switch off for this session (`# @receiver disable X`). */
  readonly receiverDisable: readonly string[];
  /** The verdict that counts as right (`# @expect differed`). */
  readonly expectedVerdict: Verdict;
  readonly steps: readonly PlanStep[];
}

/** How a run ended: as recorded, with other replies, or not at all. */
export type Verdict = 'passed' | 'differed' | 'failed';

/** Where to connect; `host` may be a name or an address without brackets. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Overrides the plan: TLS from the first octet. */
  readonly implicitTls?: boolean;
  /** Verify the certificate; false only for the embedded receiver or when the user insists. */
  readonly verifyCertificate?: boolean;
  /** PEM of extra trust anchors. */
  readonly ca?: string;
  /** Name for SNI and verification where it differs from `host`. */
  readonly serverName?: string;
}

/** Why a run could not go on: a closed list, so that every printer can explain each one. */
export type FailureReason =
  | 'refused' // nothing listens there
  | 'unreachable' // no route, network down
  | 'dns' // the name does not resolve
  | 'timeout' // a wait ran out
  | 'closed' // the server closed the connection in the middle
  | 'reset' // the connection was reset
  | 'tls' // the handshake failed or the certificate is not trusted
  | 'garbage' // what came is not an SMTP reply
  | 'too-large' // a reply over the limit
  | 'injected' // plaintext after STARTTLS
  | 'unsendable' // the transcript does not hold the octets (masked secret, elided content)
  | 'cancelled'
  | 'internal';

/**
 * `at` is milliseconds since the run began; `step` the plan's index, -1 outside any step: opening,
 * the end, and what the engine adds by itself (RSET, QUIT, `*`), with the `line` that made it do so.
 * `lines` may be computed when read; JSON, structured cloning and comparison see plain arrays.
 */
export type ReplayEvent = { readonly step: number; readonly at: number } & (
  | {
      readonly kind: 'opened';
      readonly host: string;
      readonly address: string;
      readonly port: number;
      readonly localAddress: string;
    }
  | {
      readonly kind: 'secured';
      readonly protocol: string;
      readonly cipher: string;
      /** SHA-256 of the certificate, colon-separated hexadecimal. */
      readonly fingerprint: string;
      readonly authorized: boolean;
    }
  | {
      readonly kind: 'sent';
      readonly line: number;
      readonly purpose: SendPurpose;
      readonly verb: string;
      /** One entry a wire line, redacted, without CRLF. */
      readonly lines: readonly Redacted[];
      readonly octets: number;
    }
  | {
      readonly kind: 'received';
      readonly line: number;
      readonly code: number;
      /** Whole reply lines, code included, control octets made visible. */
      readonly lines: readonly Redacted[];
      /** Milliseconds from the send it answers. */
      readonly took: number;
    }
  | { readonly kind: 'matched'; readonly line: number; readonly code: number }
  | {
      readonly kind: 'differed';
      readonly line: number;
      readonly endLine: number;
      readonly expected: Redacted;
      readonly actual: Redacted;
      /** What differs and what it means, one sentence. */
      readonly message: Redacted;
    }
  | {
      readonly kind: 'failed';
      readonly line: number;
      readonly reason: FailureReason;
      readonly message: Redacted;
    }
  | {
      readonly kind: 'done';
      readonly verdict: Verdict;
      readonly matched: number;
      readonly differed: number;
      readonly sent: number;
      readonly received: number;
      /** Steps that were not run, with the first reason. */
      readonly skipped: number;
      /** Milliseconds. */
      readonly duration: { readonly connect: number; readonly tls: number; readonly total: number };
    }
);
