import type { Span } from '../../octets/span.ts';
import type { Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

/** Longer lines offer nothing. */
const LONGEST = 600;

const known = new WeakMap<Session, Map<string, Span | undefined>>();

/**
 * Where the newest accepted EHLO that offers an extension, upper case, does so: keyword only.
 * Looked for once a session: there may be many AUTH in it.
 */
export function offerLineOf(
  session: Session,
  keyword: string,
  context: RuleContext,
): Span | undefined {
  const offers = known.get(session) ?? new Map<string, Span | undefined>();
  known.set(session, offers);
  if (!offers.has(keyword)) offers.set(keyword, findOffer(session, keyword, context));
  return offers.get(keyword);
}

function findOffer(session: Session, keyword: string, context: RuleContext): Span | undefined {
  for (let index = session.exchanges.length - 1; index >= 0; index--) {
    const { command, after, replies } = session.exchanges[index] ?? {};
    if (command?.verb !== 'EHLO' || after?.capabilities.get(keyword) === undefined) continue;
    const lines = replies?.[0]?.lines.slice(1) ?? [];
    for (const { text } of lines) {
      const end = text.start + keyword.length;
      if (text.end < end || text.end - text.start > LONGEST) continue;
      const at = { start: text.start, end };
      if (context.text(at).toUpperCase() === keyword) return at;
    }
  }
  return undefined;
}
