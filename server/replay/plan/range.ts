import type { Exchange, Session } from '../../core/transcript/model.ts';

/** Physical lines, 1-based, both included; open where an end is absent. */
export interface LineRange {
  readonly from?: number;
  readonly to?: number;
}

/** Without them the server would not take what comes later as recorded. */
const PREPARES: ReadonlySet<string> = new Set([
  ...['EHLO', 'HELO', 'LHLO', 'STARTTLS', 'AUTH', 'XCLIENT'],
]);

/**
 * The exchanges to replay of a session when only some lines are asked for: those that reach into the
 * range, the whole transaction that its first line stands in, and before it what opens the session
 * (EHLO, STARTTLS, AUTH). Behind the range there is nothing.
 */
export function exchangesWithin(
  session: Session,
  { from = 1, to = Infinity }: LineRange,
  lineOf: (offset: number) => number,
): ReadonlySet<Exchange> {
  const { exchanges } = session;
  const before = exchanges.filter(exchange => lineOf(exchange.command.line.start) <= to);
  const inside = before.findIndex(exchange => lineOf(endOf(exchange)) >= from);
  const first = inside < 0 ? before.length : beginOf(before, inside);
  return new Set(before.filter((exchange, at) => at >= first || prepares(exchange)));
}

/** The MAIL whose transaction the exchange at this position is part of, else the position itself. */
function beginOf(exchanges: readonly Exchange[], position: number): number {
  for (let at = position; at >= 0; at -= 1) {
    const exchange = exchanges[at];
    if (exchange === undefined) break;
    if (exchange.command.verb === 'MAIL') return at;
    if (standsOutside(exchange) || (at < position && exchange.content !== undefined)) break;
  }
  return position;
}

function prepares({ command }: Exchange): boolean {
  return PREPARES.has(command.verb);
}

/** No transaction goes on over these commands. */
function standsOutside(exchange: Exchange): boolean {
  return prepares(exchange) || ['RSET', 'QUIT'].includes(exchange.command.verb);
}

/** The last octet of everything that belongs to the exchange. */
function endOf({ command, replies, responses, content }: Exchange): number {
  const ends = [command.line.end, replies.at(-1)?.span.end, responses.at(-1)?.line.end];
  if (content) ends.push(content.span.end, content.replies.at(-1)?.span.end);
  return Math.max(...ends.map(end => (end ?? 0) - 1));
}
