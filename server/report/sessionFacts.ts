import { tallyOf } from '../core/transcript/tallyOf.ts';
import type {
  Chunk,
  Ending,
  Exchange,
  Session,
  Step,
  Transaction,
} from '../core/transcript/model.ts';
import { pathTextOf } from '../core/transcript/envelope.ts';

/** One recipient of a transaction and the code that answered it; null where none is shown. */
export interface RecipientFacts {
  readonly to: string;
  readonly code: number | null;
}

/** A transaction in the shape of `parse --format json`. */
export interface TransactionFacts {
  readonly from: string;
  readonly recipients: readonly RecipientFacts[];
  /** Octets of the content as received; null where the transcript does not show it. */
  readonly contentOctets: number | null;
  readonly code: number | null;
  readonly accepted: boolean | null;
}

/** A session in the shape of `parse --format json`; lines are 1-based and physical. */
export interface SessionFacts {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly connection: string | null;
  readonly commands: readonly string[];
  readonly replyCodes: readonly number[];
  readonly transactions: readonly TransactionFacts[];
  readonly messagesAccepted: number;
  readonly endedBy: Ending;
  readonly tls: boolean;
  readonly authenticated: boolean;
}

/** The facts of a session whose chunk begins at physical line `firstLine` (1-based). */
export function sessionFactsOf(
  chunk: Chunk,
  session: Session,
  lines: { readonly first: number; readonly last: number },
): SessionFacts {
  return {
    firstLine: lines.first,
    lastLine: lines.last,
    connection: session.connection ?? null,
    commands: arrivedExchanges(session).map(x => x.command.verb),
    replyCodes: replyCodesOf(session),
    transactions: session.transactions.map(transaction => transactionFactsOf(chunk, transaction)),
    messagesAccepted: messagesAccepted(session),
    endedBy: session.ending,
    tls: session.tls,
    authenticated: session.authenticated,
  };
}

/** After 421 a client may still write while the connection is already gone. */
function arrivedExchanges({ exchanges, steps }: Session): readonly Exchange[] {
  const isLost = steps.some(step => step.kind === 'event' && step.event === 'lost');
  if (!isLost) return exchanges;
  return exchanges.filter(x => x.known.name !== 'closed' || x.replies.length > 0);
}

/** The codes of all replies in the order in which they stand in the transcript. */
function replyCodesOf(session: Session): number[] {
  const replies = session.steps.flatMap(repliesOf);
  return replies.sort((a, b) => a.span.start - b.span.start).map(reply => reply.code);
}

function repliesOf(step: Step): { code: number; span: { start: number } }[] {
  switch (step.kind) {
    case 'greeting':
    case 'stray':
      return [step.reply];
    case 'exchange':
      return [...step.replies, ...(step.content?.replies ?? [])];
    default:
      return [];
  }
}

/** Messages whose final reply was 2yz; without client lines a 2yz after 354 says the same. */
export function messagesAccepted(session: Session): number {
  if (!session.hidden.clientLines) {
    return session.transactions.filter(({ outcome }) => outcome === 'accepted').length;
  }
  const codes = replyCodesOf(session);
  return codes.filter((code, at) => codes[at - 1] === 354 && code >= 200 && code < 300).length;
}

function transactionFactsOf(chunk: Chunk, transaction: Transaction): TransactionFacts {
  const { outcome, final, chunks } = transaction;
  const contents = (chunks.length > 0 ? chunks : final ? [final] : []).map(x => x.content);
  const octets = contents.map(content => (content?.shown ? tallyOf(chunk, content).octets : null));
  const last = final?.content?.replies.at(-1) ?? final?.replies.at(-1);
  return {
    from: pathTextOf(chunk, transaction.mail),
    recipients: transaction.recipients.map(exchange => ({
      to: pathTextOf(chunk, exchange),
      code: exchange.replies.at(-1)?.code ?? null,
    })),
    contentOctets: octets.length === 0 || octets.includes(null) ? null : sumOf(octets),
    code: last?.code ?? null,
    accepted: outcome === 'unknown' ? null : outcome === 'accepted',
  };
}

function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
