import type { Exchange, Session } from '../../transcript/model.ts';
import { placeOf } from '../placeOf.ts';

/**
 * Did `earlier` still wait for a reply when `exchange` was sent? In a pipelined group a client
 * cannot know what becomes of the commands before.
 */
export function wasPending(session: Session, earlier: Exchange, exchange: Exchange): boolean {
  if (exchange.unanswered === 0) return false;
  return placeOf(session, exchange) - placeOf(session, earlier) <= exchange.unanswered;
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

/** No group is longer in earnest, and a hostile one must not cost more. */
const LONGEST_LOOK = 200;

/** Could the client hope that the open transaction would be over by then? */
export function hopedForEnd(session: Session, exchange: Exchange): boolean {
  const back = Math.min(exchange.unanswered, LONGEST_LOOK);
  if (back === 0) return false;
  const at = placeOf(session, exchange);
  return session.exchanges
    .slice(Math.max(0, at - back), at)
    .some(({ command }) => ENDS_TRANSACTION.has(command.verb));
}
