import { dialectOf } from '../dialect/probe.ts';
import { smtp } from '../dialect/smtp.ts';
import { readTranscript } from '../transcript/readTranscript.ts';
import type { Chunk, Exchange, Session } from '../transcript/model.ts';
import { afterHello, afterReset, afterTls, closed, initialState } from '../transcript/state.ts';
import type { State } from '../transcript/state.ts';

/** How the session stands at a place of the transcript. */
export interface Moment {
  /** The session so far; undefined where the next line opens one. */
  readonly session: Session | undefined;
  /** What the replies so far have led to. */
  readonly state: State;
  /** The same, if what was not answered yet succeeds: what a pipelining client goes by. */
  readonly hoped: State;
  /** The oldest command that still waits for its reply. */
  readonly pending: Exchange | undefined;
  /** The next client line is message content. */
  readonly inContent: boolean;
}

const NOTHING_YET: Moment = {
  session: undefined,
  state: initialState,
  hoped: initialState,
  pending: undefined,
  inContent: false,
};

/**
 * The moment before the line that begins at `lineStart`: the lines above are read again without
 * what follows, so that neither the line being typed nor a later one has a say.
 */
export function momentBefore(chunk: Chunk, lineStart: number): Moment {
  const dialect = dialectOf(chunk.dialect) ?? smtp;
  const above = chunk.octets.subarray(0, lineStart);
  let session: Session | undefined;
  for (const part of readTranscript(above, { scanner: chunk.scanner, dialect })) {
    session = part.sessions.at(-1);
  }
  if (session === undefined || session.final.name === 'closed') return NOTHING_YET;
  const waiting = session.exchanges.filter(isWaiting);
  return {
    session,
    state: session.final,
    hoped: waiting.reduce(hope, opened(session)),
    pending: waiting[0],
    inContent: isInContent(session),
  };
}

/** A session that was written down without its greeting is at the point after it. */
function opened(session: Session): State {
  const { final, exchanges } = session;
  const unseen = final.name === 'connect' && exchanges.length > 0;
  if (unseen) return { ...final, name: 'greeted' };
  // The client goes on after 220 to STARTTLS: the handshake lies between.
  return final.name === 'tls' ? afterTls(final) : final;
}

function isWaiting({ replies, content, voided, responses }: Exchange): boolean {
  if (voided) return false;
  if (replies.at(-1)?.terminated === false) return true;
  const answered = replies.length > responses.length;
  if (!answered) return true;
  return (
    content?.how === 'data' && content.terminator !== undefined && content.replies.length === 0
  );
}

function isInContent({ exchanges }: Session): boolean {
  const last = exchanges.at(-1);
  if (last?.command.verb !== 'DATA') return false;
  const code = last.replies.at(-1)?.code;
  return (
    code === 354 && last.content?.terminator === undefined && last.content?.replies.length === 0
  );
}

/** The state after the command, if it succeeds. */
function hope(state: State, exchange: Exchange): State {
  switch (exchange.command.verb) {
    case 'EHLO':
    case 'LHLO':
    case 'HELO':
      return afterHello(state, exchange.command.verb, state.capabilities);
    case 'MAIL':
      return { ...state, name: 'mail' };
    case 'RCPT':
      return { ...state, name: 'rcpt' };
    case 'DATA':
      return exchange.content?.terminator === undefined
        ? { ...state, name: 'data' }
        : { ...state, name: 'ready', transaction: undefined };
    case 'BDAT':
      return { ...state, name: 'bdat' };
    case 'RSET':
      return afterReset(state);
    case 'STARTTLS':
      return afterTls(state);
    case 'AUTH':
      return { ...state, authenticated: true };
    case 'QUIT':
      return closed(state);
    default:
      return state;
  }
}
