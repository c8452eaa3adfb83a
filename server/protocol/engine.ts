/**
 * The messages between the editor's client and the engine, its child process. Types only. They
 * travel by structured cloning, so octets stay octets.
 */
import type { ReplayEvent, ReplayPlan, RunInputs, Target, Verdict } from './replay.ts';

/** A host and a port to which the user agreed that a connection may be made. */
export interface Consent {
  readonly host: string;
  readonly port: number;
}

/** What the user's settings say about the embedded receiver; an empty list means the defaults. */
export interface ReceiverProfile {
  /** Folder for mailboxes and certificate. */
  readonly storage: string;
  readonly domains: readonly string[];
  /** Local parts; `name:password` allows AUTH as that user. */
  readonly users: readonly string[];
}

/** Where a run connects. */
export type RunTarget =
  | { readonly kind: 'receiver'; readonly profile: ReceiverProfile }
  | { readonly kind: 'server'; readonly target: Target; readonly consent: Consent | null }
  /** The hosts of a domain: the next one where one cannot be used (RFC 5321 §5.1). */
  | {
      readonly kind: 'hosts';
      readonly targets: readonly Target[];
      readonly consents: readonly Consent[];
    };

/** How a run ended, or that it could not begin; the events told the rest. */
export type RunEnd =
  | { readonly kind: 'ended'; readonly verdict: Verdict }
  | { readonly kind: 'refused'; readonly message: string };

/** Where mail for a domain goes, in the order to try; or why nowhere. */
export type MailHostsAnswer =
  | {
      readonly kind: 'hosts';
      readonly domain: string;
      readonly source: 'mx' | 'implicit' | 'literal';
      readonly hosts: readonly { readonly host: string; readonly preference: number }[];
    }
  | { readonly kind: 'none'; readonly domain: string; readonly message: string };

/** The embedded receiver that stays; null when it does not run. */
export type ReceiverState = { readonly host: string; readonly port: number } | null;

/** A mailbox of the embedded receiver. */
export interface MailboxEntry {
  readonly user: string;
  readonly messages: number;
}

/** A stored message as a list shows it; `received` is milliseconds since 1970. */
export interface MessageEntry {
  readonly id: string;
  readonly from: string;
  readonly subject: string;
  readonly received: number;
  /** Octets. */
  readonly size: number;
}

/** Every request: what it takes and what it answers. */
export interface EngineRequests {
  /** Acts the plan; its events come as `event` messages under `run`, then this answers. */
  readonly replay: {
    readonly params: {
      readonly run: number;
      readonly plan: ReplayPlan;
      readonly target: RunTarget;
      /** Variables and secrets; none where it is absent. */
      readonly inputs?: RunInputs;
    };
    readonly result: RunEnd;
  };
  /** Ends a run; the run itself answers. True when there was one. */
  readonly cancel: { readonly params: { readonly run: number }; readonly result: boolean };
  /** True unless the host is surely this machine. */
  readonly needsConsent: { readonly params: { readonly host: string }; readonly result: boolean };
  readonly startReceiver: { readonly params: ReceiverProfile; readonly result: ReceiverState };
  readonly stopReceiver: { readonly params: null; readonly result: ReceiverState };
  readonly mailHosts: {
    readonly params: {
      readonly recipient: string;
      /** Addresses of the DNS servers to ask, each with a port where it is not 53; else the system's. */
      readonly dnsServers?: readonly string[];
    };
    readonly result: MailHostsAnswer;
  };
  readonly mailboxes: {
    readonly params: { readonly storage: string };
    readonly result: readonly MailboxEntry[];
  };
  /** Newest first, at most 1000. */
  readonly messages: {
    readonly params: { readonly storage: string; readonly user: string };
    readonly result: readonly MessageEntry[];
  };
  /** The first `limit` octets of a message; null where it is gone. */
  readonly readMessage: {
    readonly params: {
      readonly storage: string;
      readonly user: string;
      readonly id: string;
      readonly limit: number;
    };
    readonly result: { readonly octets: Uint8Array; readonly cut: boolean } | null;
  };
}

/** What the engine can be asked for. */
export type EngineMethod = keyof EngineRequests;
/** What goes with the question. */
export type EngineParams<M extends EngineMethod> = EngineRequests[M]['params'];
/** What the answer is. */
export type EngineResult<M extends EngineMethod> = EngineRequests[M]['result'];

/** A request on its way to the engine. */
export type EngineRequest = {
  readonly [M in EngineMethod]: {
    readonly id: number;
    readonly method: M;
    readonly params: EngineParams<M>;
  };
}[EngineMethod];

/** What the engine says. */
export type EngineMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }
  | { readonly kind: 'event'; readonly run: number; readonly event: ReplayEvent }
  | { readonly kind: 'receiver'; readonly state: ReceiverState }
  | { readonly kind: 'log'; readonly line: string };
