import type { Exchange, Session } from '../../transcript/model.ts';

/**
 * The exchanges that still waited for a reply when this one was sent, oldest first. In a pipelined
 * group a client cannot know what becomes of them.
 */
export function pendingBefore(session: Session, exchange: Exchange): readonly Exchange[] {
  if (exchange.unanswered === 0) return [];
  const at = session.exchanges.indexOf(exchange);
  return session.exchanges.slice(Math.max(0, at - exchange.unanswered), at);
}

const ENDS_TRANSACTION: ReadonlySet<string> = new Set([
  'RSET',
  'EHLO',
  'HELO',
  'LHLO',
  'DATA',
  'BDAT',
  'STARTTLS',
  'XCLIENT',
]);

/** Could the client hope that the open transaction would be over by then? */
export function hopedForEnd(session: Session, exchange: Exchange): boolean {
  return pendingBefore(session, exchange).some(({ command }) => ENDS_TRANSACTION.has(command.verb));
}

/** The session was closed when the command was sent, or a QUIT was under way. */
export function afterEnd(session: Session, exchange: Exchange): boolean {
  if (exchange.before.name === 'closed' || exchange.known.name === 'closed') return true;
  return pendingBefore(session, exchange).some(({ command }) => command.verb === 'QUIT');
}
