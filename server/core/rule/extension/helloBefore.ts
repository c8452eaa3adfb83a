import { HELLO_VERBS } from '../../smtp/helloVerbs.ts';
import type { Exchange, Session } from '../../transcript/model.ts';
import { isUnanswered } from '../../transcript/unanswered.ts';
import type { RuleContext } from '../context.ts';
import type { Related } from '../rule.ts';
import { offeredLines } from '../reply/offeredLines.ts';

const known = new WeakMap<Session, readonly Exchange[]>();

/** The accepted hellos of a session, in order; looked for once. */
function hellosOf(session: Session): readonly Exchange[] {
  const before = known.get(session);
  if (before !== undefined) return before;
  const hellos = session.exchanges.filter(
    ({ command, replies }) => HELLO_VERBS.has(command.verb) && replies[0]?.code === 250,
  );
  known.set(session, hellos);
  return hellos;
}

/** The newest accepted hello before this command; its list is in force (RFC 5321 §4.1.4). */
export function helloBefore({ session }: RuleContext, exchange: Exchange): Exchange | undefined {
  const hellos = hellosOf(session);
  const { start } = exchange.command.line;
  let [low, high] = [0, hellos.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hellos[middle]?.command.line.start ?? start) < start) low = middle + 1;
    else high = middle;
  }
  return hellos[low - 1];
}

/** The newest hello got no reply, so that nobody knows what the server offers. */
export function isOfferLost(context: RuleContext, exchange: Exchange): boolean {
  const hello = helloBefore(context, exchange);
  return hello !== undefined && isUnanswered(context.session, hello);
}

/** The reply that lists what is offered, as a related place; of a keyword that is in it, its line. */
export function relatedOffer(
  context: RuleContext,
  exchange: Exchange,
  keyword?: string,
): readonly Related[] {
  const [reply] = helloBefore(context, exchange)?.replies ?? [];
  const first = reply?.lines[0];
  if (reply === undefined || first === undefined) return [];
  const line = offeredLines(reply, context).find(each => each.keyword === keyword)?.line;
  if (line !== undefined) return [{ at: line.text, message: 'The server says so here.' }];
  return [{ at: first.text, message: 'This reply tells what the server offers.' }];
}
