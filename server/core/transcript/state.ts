import type { Exchange } from './model.ts';

/** The states of the session (docs/architecture.md); RFC 5321 §4.1.4, 3030 §2, 3207 §4, 4954 §4. */
export type StateName =
  | 'connect'
  | 'rejected'
  | 'greeted'
  | 'ready'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'data-final'
  | 'bdat'
  | 'bdat-failed'
  | 'auth'
  | 'tls'
  | 'reversed'
  | 'closed';

/** Advertised extensions: upper-case keyword to its parameters as written. */
export type Capabilities = ReadonlyMap<string, string>;

/** The open transaction; empty between transactions. */
export interface OpenTransaction {
  readonly mail: Exchange;
  /** The accepted RCPTs, in order; made when asked for. */
  readonly accepted: readonly Exchange[];
  readonly acceptedCount: number;
  readonly refused: number;
  readonly usedBdat: boolean;
}

/** Everything the protocol remembers. Values are never changed in place. */
export interface State {
  readonly name: StateName;
  readonly protocol: 'SMTP' | 'LMTP';
  readonly hello: 'none' | 'HELO' | 'EHLO' | 'LHLO';
  /** The newest refused EHLO while no hello has been accepted since. */
  readonly refusedEhlo: Exchange | undefined;
  readonly capabilities: Capabilities;
  /** What was offered before TLS took it away, for stale-capability. */
  readonly staleCapabilities: Capabilities;
  readonly tls: boolean;
  readonly authenticated: boolean;
  readonly transaction: OpenTransaction | undefined;
  /** The exchange that finished the last message, for transaction-not-restarted. */
  readonly lastMessage: Exchange | undefined;
}

const NONE: Capabilities = new Map<string, string>();

/** Before the greeting. */
export const initialState: State = {
  name: 'connect',
  protocol: 'SMTP',
  hello: 'none',
  refusedEhlo: undefined,
  capabilities: NONE,
  staleCapabilities: NONE,
  tls: false,
  authenticated: false,
  transaction: undefined,
  lastMessage: undefined,
};

/** After the greeting with this code (RFC 5321 §3.1, 7504). */
export function afterGreeting(state: State, code: number, lmtp: boolean): State {
  const protocol = lmtp ? 'LMTP' : state.protocol;
  if (code === 421) return { ...state, protocol, name: 'closed' };
  return { ...state, protocol, name: code >= 400 ? 'rejected' : 'greeted' };
}

/** After an accepted EHLO, HELO or LHLO: a reset with new capabilities (RFC 5321 §4.1.4). */
export function afterHello(
  state: State,
  verb: 'HELO' | 'EHLO' | 'LHLO',
  capabilities: Capabilities,
): State {
  return {
    ...state,
    name: 'ready',
    hello: verb,
    protocol: verb === 'LHLO' ? 'LMTP' : state.protocol,
    refusedEhlo: undefined,
    capabilities,
    transaction: undefined,
  };
}

/** After an accepted RSET: only the transaction goes (RFC 5321 §4.1.1.5). */
export function afterReset(state: State): State {
  return { ...state, name: restingName(state), transaction: undefined };
}

/** After the TLS handshake: back to the start, nothing learned before counts (RFC 3207 §4.2). */
export function afterTls(state: State): State {
  return {
    ...state,
    name: 'greeted',
    hello: 'none',
    refusedEhlo: undefined,
    capabilities: NONE,
    staleCapabilities: state.capabilities,
    tls: true,
    authenticated: false,
    transaction: undefined,
  };
}

/** After an accepted XCLIENT: a new greeting state, TLS kept (Postfix). */
export function afterXclient(state: State): State {
  return {
    ...state,
    name: 'greeted',
    hello: 'none',
    refusedEhlo: undefined,
    capabilities: NONE,
    transaction: undefined,
  };
}

/** The connection is gone, an open transaction with it (RFC 5321 §4.1.1.10). */
export function closed(state: State): State {
  return { ...state, name: 'closed', transaction: undefined };
}

/** Where the session stands between two commands, told from what is open. */
export function nameBetween(state: State): StateName {
  const { transaction } = state;
  if (transaction === undefined) return restingName(state);
  if (transaction.usedBdat) return 'bdat';
  return transaction.acceptedCount > 0 ? 'rcpt' : 'mail';
}

/** `ready` once a hello was accepted, else `greeted`. */
export function restingName(state: State): StateName {
  return state.hello === 'none' ? 'greeted' : 'ready';
}
