import type { Span } from '../../octets/span.ts';
import type { Exchange, Transaction } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import type { Edit, Fix } from '../rule.ts';
import { accepted, lastReplyOf, refused } from '../replyOf.ts';

/** The first recipient that is one too many, and how many there may be. */
export interface Surplus {
  readonly first: Exchange;
  readonly limit: number;
}

/** A longer message is not written down twice. */
const LONGEST = 65_536;

/**
 * Splits the transaction before this RCPT: the message is sent to the recipients so far, and again
 * to the others, which the server then takes. Undefined where one split is not enough, where more
 * is sent at once than shows what belongs to what, or where the transcript does not show it all.
 */
export function splitFix(
  context: RuleContext,
  transaction: Transaction,
  { first, limit }: Surplus,
): Fix | undefined {
  const data = transaction.final;
  const at = transaction.recipients.indexOf(first);
  if (at < 0 || data?.content?.terminator === undefined) return undefined;
  const [before, after] = [transaction.recipients.slice(0, at), transaction.recipients.slice(at)];
  if (after.length > limit || !before.some(accepted) || !isPlain(context, transaction)) {
    return undefined;
  }
  const sent = stretchOf(data);
  const mail = stretchOf(transaction.mail);
  if (sent === undefined || mail === undefined || sent.end - sent.start > LONGEST) return undefined;
  const eol = context.chunk.scanner.indexOf(context.chunk.octets, 13, mail.start, sent.end);
  const lineEnd = eol < 0 ? '\n' : '\r\n';
  const text = [sent, mail].map(span => `${context.text(span)}${lineEnd}`).join('');
  const { start } = first.command.line;
  const edits = [{ at: { start, end: start }, text }, ...after.flatMap(taken)];
  return { title: 'Split the transaction', safe: false, edits };
}

/** All of it stands in one piece, each command answered before the next. */
function isPlain({ chunk, session }: RuleContext, transaction: Transaction): boolean {
  const { mail, recipients, final, chunks } = transaction;
  if (chunk.dialect !== 'smtp' || session.connection !== undefined || chunks.length > 0)
    return false;
  return [mail, ...recipients, ...(final ? [final] : [])].every(
    ({ command, unanswered, replies }) => {
      return !command.raw && unanswered === 0 && replies.length === 1;
    },
  );
}

/** The physical lines from the command to its last reply, the last line end left out. */
function stretchOf(exchange: Exchange): Span | undefined {
  const last = lastReplyOf(exchange);
  if (last === undefined || (exchange.content && exchange.content.replies.length === 0))
    return undefined;
  return { start: exchange.command.line.start, end: last.span.end };
}

/** A recipient that was one too many no longer is. */
function taken(exchange: Exchange): Edit[] {
  const line = exchange.replies[0]?.lines[0];
  const [reply] = exchange.replies;
  if (!refused(exchange) || reply?.lines.length !== 1 || line === undefined || line.raw) return [];
  return Math.trunc(reply.code / 100) === 4 ? [{ at: line.span, text: '250 OK' }] : [];
}
