import type { Scanner } from '../octets/scanner.ts';
import { capabilitiesOf, unseenCapabilities } from './capabilities.ts';
import { opened, withChunk, withRecipient, withRefusal } from './openTransaction.ts';
import type { Exchange, Reply } from './model.ts';
import { afterHello, afterReset, afterXclient, closed, nameBetween, restingName } from './state.ts';
import type { State } from './state.ts';

/** A reply that has just been paired. */
export interface Answer {
  readonly state: State;
  readonly exchange: Exchange;
  /** Does it answer the command or the end of its content? */
  readonly phase: 'command' | 'content';
  /** No further reply is due for this phase. */
  readonly last: boolean;
  readonly reply: Reply;
  readonly source: { readonly octets: Uint8Array; readonly scanner: Scanner };
  /** Of replies only the last line is shown. */
  readonly partly: boolean;
}

/** What the reply leads to. */
export interface Advance {
  readonly state: State;
  /** 354: content follows. */
  readonly opensContent: boolean;
  /** 334: the next client line answers a challenge. */
  readonly challenge: boolean;
}

/** The state after a reply, by the code alone: what the server says is what happened. */
export function advance(answer: Answer): Advance {
  const { state, exchange, reply } = answer;
  if (answer.phase === 'content') return to(answer.last ? afterMessage(state, exchange) : state);
  const ok = reply.code >= 200 && reply.code < 300;
  switch (exchange.command.verb) {
    case 'EHLO':
    case 'LHLO':
    case 'HELO':
      return to(hello(answer, exchange.command.verb, ok));
    case 'MAIL':
    case 'SEND':
    case 'SOML':
    case 'SAML':
      return to(ok ? mail(state, exchange) : state);
    case 'RCPT':
      return to(rcpt(state, exchange, ok));
    case 'DATA':
      return data(state, reply.code);
    case 'BDAT':
      return to(bdat(answer, ok));
    case 'RSET':
      return to(ok ? afterReset(state) : state);
    case 'AUTH':
      return auth(state, reply.code);
    case 'STARTTLS':
      return to(reply.code === 220 ? { ...state, name: 'tls' } : state);
    case 'XCLIENT':
      return to(reply.code === 220 ? afterXclient(state) : state);
    case 'ATRN':
    case 'TURN':
      return to(ok ? { ...state, name: 'reversed' } : state);
    case 'QUIT':
      return to(ok ? closed(state) : state);
    default:
      return to(state);
  }
}

function to(state: State): Advance {
  return { state, opensContent: false, challenge: false };
}

function hello(answer: Answer, verb: 'HELO' | 'EHLO' | 'LHLO', ok: boolean): State {
  const { state, exchange, reply, source } = answer;
  if (!ok) return verb === 'HELO' ? state : { ...state, refusedEhlo: exchange };
  const capabilities =
    verb === 'HELO'
      ? new Map<string, string>()
      : answer.partly
        ? unseenCapabilities
        : capabilitiesOf(source.octets, source.scanner, reply);
  return afterHello(state, verb, capabilities);
}

function mail(state: State, exchange: Exchange): State {
  const transaction = opened(exchange);
  return { ...state, name: 'mail', transaction };
}

function rcpt(state: State, exchange: Exchange, ok: boolean): State {
  const { transaction } = state;
  if (transaction === undefined) return state;
  const changed = ok ? withRecipient(transaction, exchange) : withRefusal(transaction);
  const name = ok && state.name === 'mail' ? 'rcpt' : state.name;
  return { ...state, name, transaction: changed };
}

function data(state: State, code: number): Advance {
  if (code !== 354) return to(state);
  return { state: { ...state, name: 'data' }, opensContent: true, challenge: false };
}

function bdat(answer: Answer, ok: boolean): State {
  const { state, exchange } = answer;
  if (!isTakenForChunk(answer)) return state;
  if (isLastChunk(answer.source, exchange))
    return answer.last ? afterMessage(state, exchange) : state;
  if (!ok) return { ...state, name: 'bdat-failed' };
  const transaction = state.transaction && withChunk(state.transaction);
  return { ...state, name: 'bdat', transaction };
}

/**
 * 500 to 502 come of what the server does not understand: where it knows no BDAT, or the argument
 * is no size, that was no chunk and the transaction goes on.
 */
function isTakenForChunk({ state, exchange, reply, source }: Answer): boolean {
  if (reply.code < 500 || reply.code > 502) return true;
  const { start, end } = exchange.command.argument;
  const isSize = /^\d+(?:\s+LAST)?$/i.test(source.scanner.latin1(source.octets, start, end));
  return isSize && state.capabilities.has('CHUNKING');
}

/** Is this BDAT the one that ends its message (RFC 3030 §2)? */
export function isLastChunk(
  source: Answer['source'],
  exchange: Pick<Exchange, 'command'>,
): boolean {
  const { start, end } = exchange.command.argument;
  return /\sLAST$/i.test(source.scanner.latin1(source.octets, start, end));
}

function auth(state: State, code: number): Advance {
  if (code === 334)
    return { state: { ...state, name: 'auth' }, opensContent: false, challenge: true };
  const name = state.name === 'auth' ? nameBetween(state) : state.name;
  return to({ ...state, name, authenticated: state.authenticated || code === 235 });
}

/** The final reply closes the message whatever its code (RFC 5321 §4.1.1.4, 4.2.5). */
function afterMessage(state: State, exchange: Exchange): State {
  return {
    ...state,
    name: restingName(state),
    transaction: undefined,
    lastMessage: exchange,
  };
}
