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

/** A step that runs only where the server offers something, or only where it does not. */
export interface Condition {
  /** Keyword of the last reply to EHLO, upper case, with a parameter where it matters: `AUTH PLAIN`. */
  readonly advertised: string;
  /** False: run only where it is not offered. */
  readonly wanted: boolean;
}

/** How often a command that got a 4yz reply is sent again, and how long before each time. */
export interface Retry {
  readonly times: number;
  readonly delayMs: number;
}

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
  /** Names of the `{{name}}` places in `octets`, filled in when it leaves. */
  readonly variables?: readonly string[];
  /** Milliseconds to wait before it leaves: `# @sleep`, or the recorded timing. */
  readonly delayMs?: number;
  /** What the delay is for; absent: `sleep`. */
  readonly delayWhy?: 'sleep' | 'timing';
  /** Otherwise this, what belongs to it and its replies are skipped. */
  readonly condition?: Condition;
  readonly retry?: Retry;
  /** For BDAT: the chunk step whose length it announces anew, where sizes are computed. */
  readonly announces?: number;
  /** Content that the transcript does not show: this was made up in its place, as was asked. */
  readonly generated?: boolean;
}

/** A reply to wait for; `recorded` is null where the transcript does not show it. */
export interface ExpectStep extends StepBase {
  readonly kind: 'expect';
  /** The send step it answers, null for the greeting. */
  readonly answers: number | null;
  readonly verb: string;
  readonly recorded: RecordedReply | null;
  readonly policy: MatchPolicy;
  /** Codes and classes (`250`, `25z`, `4yz`) that will do as well as the recorded one. */
  readonly anyOf?: readonly string[];
  /** The reply may be missing: the next one that does not agree belongs to the step after it. */
  readonly optional?: boolean;
  /** Nothing in the transcript asks for it, so it is waited for shortly only; `optional` too. */
  readonly unasked?: boolean;
  /**
   * RE2 expression instead of the policy, searched in the reply's lines, code included, joined by LF;
   * named groups capture.
   */
  readonly pattern?: string;
  /** Names of the `{{name}}` places in the recorded text: the first binds, later ones compare. */
  readonly variables?: readonly string[];
  /** What to do where the server refuses this, a sentence without its dot. */
  readonly advice?: string;
}

/**
 * An AUTH exchange computed from a named secret instead of the recorded responses (RFC 4954): the
 * command, every 334 and its response, up to the final reply, which is compared with `recorded`.
 */
export interface AuthStep extends StepBase {
  readonly kind: 'auth';
  /** Upper case, as in the EHLO reply: PLAIN, SCRAM-SHA-256 … */
  readonly mechanism: string;
  /** Authentication identity; may hold `{{name}}` places. */
  readonly user: string;
  /** Identity to act as, '' for none; may hold `{{name}}` places. */
  readonly authzid: string;
  /** Name of the secret (password or token), '' where the mechanism needs none. */
  readonly secret: string;
  /** Send the first response with the command (RFC 4954 §4). */
  readonly initialResponse: boolean;
  /** The recorded final reply; null where the transcript does not show it. */
  readonly recorded: RecordedReply | null;
  readonly policy: MatchPolicy;
  /** As in an expect step. */
  readonly anyOf?: readonly string[];
  readonly pattern?: string;
  readonly variables?: readonly string[];
  readonly condition?: Condition;
  readonly delayMs?: number;
  readonly delayWhy?: 'sleep' | 'timing';
  /** The whole exchange is done again. */
  readonly retry?: Retry;
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
export type PlanStep = SendStep | ExpectStep | AuthStep | TlsStep | CloseStep;

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
  /** `rfc`: each wait is that of RFC 5321 §4.5.3.2 instead of `timeoutMs`. */
  readonly timeouts?: 'rfc';
  /** The recipients' addresses, for the consent dialog and the MX look-up. */
  readonly recipients: readonly string[];
  /** Features the embedded receiver has to switch off for this session (`# @receiver disable X`). */
  readonly receiverDisable: readonly string[];
  /** The verdict that counts as right (`# @expect differed`). */
  readonly expectedVerdict: Verdict;
  /** Go on after a difference as far as that is safe (default), or leave. */
  readonly onDifference?: 'continue' | 'stop';
  /** Variables that somebody has to give: used before any reply binds them, and not built in. */
  readonly variables?: readonly string[];
  /** Values of `# @var`, for names that the run is not given. */
  readonly values?: Readonly<Record<string, string>>;
  /** Secrets that somebody has to give, by name. */
  readonly secrets?: readonly string[];
  /** PROXY header before the first octet (`# @proxy`); the target's wins. */
  readonly proxy?: ProxyHeader;
  readonly steps: readonly PlanStep[];
}

/** What goes into a run besides the plan; secrets are redacted in everything that is told. */
export interface RunInputs {
  readonly values?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** An address and a port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A PROXY protocol header (HAProxy's specification, versions 1 and 2); null ends: UNKNOWN / LOCAL. */
export interface ProxyHeader {
  readonly version: 1 | 2;
  readonly source: Endpoint | null;
  readonly destination: Endpoint | null;
}

/** Oldest TLS version that is accepted. */
export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

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
  /** A Unix socket instead of `host` and `port`, which then only name it. */
  readonly path?: string;
  /** PEM of a certificate (with its chain) and its key, for servers that ask for one. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string };
  readonly minTlsVersion?: TlsVersion;
  /** SHA-256 of the only certificate that is accepted, colon-separated hexadecimal. */
  readonly fingerprint?: string;
  /** Address of this machine to connect from. */
  readonly localAddress?: string;
  /** Only addresses of this family. */
  readonly family?: 4 | 6;
  readonly proxy?: ProxyHeader;
  /** The user insists on sending credentials unencrypted to another machine. */
  readonly allowPlaintextAuth?: boolean;
}

/** The server's certificate as it showed it; all texts are untrusted. */
export interface CertificateFacts {
  readonly subject: Redacted;
  readonly issuer: Redacted;
  /** DNS names and addresses. */
  readonly names: readonly Redacted[];
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
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
  | 'unsendable' // the transcript does not hold the octets (masked secret, elided content, a variable)
  | 'insecure' // credentials would cross the network unencrypted
  | 'cancelled'
  | 'internal';

/**
 * `at` is milliseconds since the run began; `step` the plan's index, -1 outside any step: opening,
 * the end, and what the engine adds by itself (RSET, QUIT, `*`), with the `line` that made it do so.
 * `lines` are made when they are read; `plainEvent` gives plain values, and so does JSON.
 */
export type ReplayEvent = { readonly step: number; readonly at: number } & (
  | {
      readonly kind: 'opened';
      readonly host: string;
      readonly address: string;
      readonly port: number;
      readonly localAddress: string;
      /** Name of the machine that connects. */
      readonly machine: string;
    }
  | {
      readonly kind: 'secured';
      readonly protocol: string;
      readonly cipher: string;
      /** SHA-256 of the certificate, colon-separated hexadecimal. */
      readonly fingerprint: string;
      readonly authorized: boolean;
      readonly certificate: CertificateFacts | null;
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
  | {
      readonly kind: 'matched';
      readonly line: number;
      readonly code: number;
      /** Places of the text that were not compared as they change every time (exact policy only). */
      readonly folded?: number;
    }
  | {
      readonly kind: 'captured';
      readonly line: number;
      readonly name: string;
      readonly value: Redacted;
    }
  /** Left out on purpose: a condition that does not hold. Nothing is wrong. */
  | {
      readonly kind: 'skipped';
      readonly line: number;
      readonly endLine: number;
      readonly message: Redacted;
    }
  /** Nothing happens for `ms` milliseconds. */
  | {
      readonly kind: 'waiting';
      readonly line: number;
      readonly ms: number;
      readonly why: 'sleep' | 'timing' | 'retry';
    }
  /** The host before could not be used; the run begins again with the next one. */
  | {
      readonly kind: 'next-host';
      readonly host: string;
      readonly port: number;
      /** Why the host before could not be used. */
      readonly message?: Redacted;
    }
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
