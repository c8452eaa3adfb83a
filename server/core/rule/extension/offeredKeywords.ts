import { isOfferVerb } from '../../smtp/helloVerbs.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { Capabilities } from '../../transcript/state.ts';
import type { RuleContext } from '../context.ts';
import { offeredLines } from '../reply/offeredLines.ts';
import type { OfferedLine } from '../reply/offeredLines.ts';

/** The list that an accepted EHLO or LHLO brings (RFC 5321 §4.1.1.1); undefined without one. */
export function newListOf({ command, replies, after }: Exchange): Capabilities | undefined {
  if (!isOfferVerb(command.verb) || replies[0]?.code !== 250) return undefined;
  return after.capabilities;
}

/** What the reply to an accepted EHLO or LHLO offers for the first time in this session. */
export function newKeywords(exchange: Exchange, context: RuleContext): readonly OfferedLine[] {
  const [reply] = exchange.replies;
  const list = newListOf(exchange);
  if (list === undefined || reply === undefined) return [];
  const lines = offeredLines(reply, context);
  return lines.filter(({ keyword }) => list.has(keyword) && !wasOffered(exchange, keyword));
}

/** All was said about it then; what the transcript does not show was not talked about either. */
function wasOffered({ before }: Exchange, keyword: string): boolean {
  const earlier = before.hello === 'none' ? before.staleCapabilities : before.capabilities;
  return earlier.has(keyword);
}
