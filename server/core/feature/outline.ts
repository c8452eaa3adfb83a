import type { Span } from '../octets/span.ts';
import { visible } from '../rule/finding.ts';
import { pathTextOf } from '../transcript/envelope.ts';
import type { Chunk, Exchange, Session, Transaction } from '../transcript/model.ts';

/** A node of the outline; `selection` lies inside `span`, and children inside their parent. */
export interface OutlineNode {
  readonly kind: 'session' | 'transaction' | 'command';
  readonly name: string;
  readonly detail: string;
  readonly span: Span;
  readonly selection: Span;
  readonly children: readonly OutlineNode[];
}

/** The sessions of a chunk with their transactions and commands; `first` numbers the sessions. */
export function outlineOf(chunk: Chunk, first: number): OutlineNode[] {
  return chunk.sessions.map((session, index) => sessionNode(chunk, session, first + index));
}

/** The session's `# @name`, else "session N", counting from 1. */
export function sessionNameOf(session: Session, number: number): string {
  const given = session.directives.find(directive => directive.name === 'name')?.value ?? '';
  return given === '' ? `session ${String(number)}` : visible(given);
}

function sessionNode(chunk: Chunk, session: Session, number: number): OutlineNode {
  const groups = new Map<Exchange, Transaction>();
  for (const transaction of session.transactions) groups.set(transaction.mail, transaction);
  const taken = new Set<Exchange>();
  const places = new Map(session.exchanges.map((exchange, index) => [exchange, index]));
  const children = session.exchanges.flatMap(exchange => {
    const transaction = groups.get(exchange);
    if (transaction === undefined) return taken.has(exchange) ? [] : [commandNode(chunk, exchange)];
    const members = membersOf(session, transaction, places);
    for (const member of members) taken.add(member);
    return [transactionNode(chunk, transaction, members)];
  });
  return nodeOf({
    kind: 'session',
    name: sessionNameOf(session, number),
    detail: sessionDetail(session),
    span: session.span,
    selection: session.greeting?.reply.lines[0]?.line ?? firstLineOf(session),
    children,
  });
}

function firstLineOf(session: Session): Span {
  return (
    session.exchanges[0]?.command.line ?? { start: session.span.start, end: session.span.start }
  );
}

function sessionDetail(session: Session): string {
  const accepted = session.transactions.filter(each => each.outcome === 'accepted').length;
  const messages = session.transactions.length > 0 ? [`${String(accepted)} accepted`] : [];
  const tls = session.tls ? ['TLS'] : [];
  const connection = session.connection === undefined ? [] : [visible(session.connection)];
  return [...connection, ...tls, ...messages, session.ending].join(', ');
}

/** MAIL, the RCPTs and what carries the content: exchanges from MAIL to the end of the message. */
function membersOf(
  session: Session,
  transaction: Transaction,
  places: ReadonlyMap<Exchange, number>,
): readonly Exchange[] {
  const { mail, final, chunks, recipients } = transaction;
  const last = final ?? chunks.at(-1) ?? recipients.at(-1) ?? mail;
  const from = places.get(mail) ?? 0;
  return session.exchanges.slice(from, Math.max(from, places.get(last) ?? from) + 1);
}

const SHOWN_RECIPIENTS = 3;

function transactionNode(
  chunk: Chunk,
  transaction: Transaction,
  members: readonly Exchange[],
): OutlineNode {
  const to = transaction.recipients.slice(0, SHOWN_RECIPIENTS);
  const more = transaction.recipients.length - to.length;
  const names = to.map(exchange => visible(pathTextOf(chunk, exchange)));
  const recipients = names.length === 0 ? 'nobody' : names.join(', ');
  const from = visible(pathTextOf(chunk, transaction.mail)) || '<>';
  return nodeOf({
    kind: 'transaction',
    name: `${from} → ${recipients}${more > 0 ? ` and ${String(more)} more` : ''}`,
    detail: transaction.outcome,
    span: transaction.mail.command.line,
    selection: transaction.mail.command.span,
    children: members.map(exchange => commandNode(chunk, exchange)),
  });
}

function commandNode(chunk: Chunk, exchange: Exchange): OutlineNode {
  const { command, content } = exchange;
  const replies = [...exchange.replies, ...(content?.replies ?? [])];
  const { argument } = command;
  const cut = Math.min(argument.end, argument.start + 80);
  const isSecret = command.verb === 'AUTH';
  const text = chunk.scanner.utf8(chunk.octets, argument.start, cut);
  const shown = isSecret ? (text.split(' ', 1)[0] ?? '') : text;
  const ends = [command.line.end, content?.span.end ?? 0, ...replies.map(reply => reply.span.end)];
  return {
    kind: 'command',
    name: visible(`${command.verb} ${shown}`).trim() || 'empty line',
    detail: replies.map(reply => String(reply.code)).join(', '),
    span: { start: command.line.start, end: Math.max(...ends) },
    selection: command.verbSpan,
    children: [],
  };
}

/** Widens the span until it holds selection and children, as an outline demands. */
function nodeOf(node: OutlineNode): OutlineNode {
  let { start, end } = node.span;
  for (const { span } of [{ span: node.selection }, ...node.children]) {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return { ...node, span: { start, end } };
}
