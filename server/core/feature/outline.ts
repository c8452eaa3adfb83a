import type { Span } from '../octets/span.ts';
import { visible } from '../rule/finding.ts';
import { pathTextOf } from '../transcript/envelope.ts';
import type { Chunk, Exchange, Reply, Session, Transaction } from '../transcript/model.ts';
import { sessionDetailOf, sessionTitleOf } from './sessionTitle.ts';

/** A node of the outline; `selection` lies inside `span`, and children inside their parent. */
export interface OutlineNode {
  readonly kind: 'session' | 'transaction' | 'command' | 'reply';
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

function sessionNode(chunk: Chunk, session: Session, number: number): OutlineNode {
  return nodeOf({
    kind: 'session',
    name: sessionTitleOf(chunk, session, number),
    detail: sessionDetailOf(chunk, session),
    span: session.span,
    selection: session.greeting?.reply.lines[0]?.line ?? firstLineOf(session),
    children: apart(childrenOf(chunk, session)),
  });
}

/** Transactions, commands outside of them, and replies nobody asked for, in order. */
function childrenOf(chunk: Chunk, session: Session): OutlineNode[] {
  const groups = new Map<Exchange, Transaction>();
  for (const transaction of session.transactions) groups.set(transaction.mail, transaction);
  const taken = new Set<Exchange>();
  const places = new Map(session.exchanges.map((exchange, index) => [exchange, index]));
  return session.steps.flatMap(step => {
    if (step.kind === 'stray') return [replyNode(chunk, step.reply)];
    if (step.kind !== 'exchange' || taken.has(step)) return [];
    const transaction = groups.get(step);
    if (transaction === undefined) return [commandNode(chunk, step)];
    const members = membersOf(session, transaction, places);
    for (const member of members) taken.add(member);
    return [transactionNode(chunk, transaction, members)];
  });
}

function firstLineOf(session: Session): Span {
  return (
    session.exchanges[0]?.command.line ?? { start: session.span.start, end: session.span.start }
  );
}

/**
 * MAIL, the RCPTs and what carries the content: exchanges from MAIL to the end of the message, a
 * DATA right after the recipients also where nothing came of it.
 */
function membersOf(
  session: Session,
  transaction: Transaction,
  places: ReadonlyMap<Exchange, number>,
): readonly Exchange[] {
  const { mail, final, chunks, recipients } = transaction;
  const last = final ?? chunks.at(-1) ?? recipients.at(-1) ?? mail;
  const from = places.get(mail) ?? 0;
  let to = Math.max(from, places.get(last) ?? from) + 1;
  const isContent = (at: number): boolean =>
    /^(?:DATA|BDAT)$/.test(session.exchanges[at]?.command.verb ?? '');
  while (final === undefined && recipients.length > 0 && isContent(to)) to++;
  return session.exchanges.slice(from, to);
}

const SHOWN_RECIPIENTS = 3;

function transactionNode(
  chunk: Chunk,
  transaction: Transaction,
  members: readonly Exchange[],
): OutlineNode {
  const recipients = listed(chunk, transaction.recipients);
  const from = visible(pathTextOf(chunk, transaction.mail)) || '<>';
  return nodeOf({
    kind: 'transaction',
    name: `${from} → ${recipients === '' ? '(no recipient)' : recipients}`,
    detail: transactionDetail(chunk, transaction),
    span: transaction.mail.command.line,
    selection: transaction.mail.command.span,
    children: apart(members.map(exchange => commandNode(chunk, exchange))),
  });
}

function listed(chunk: Chunk, recipients: readonly Exchange[]): string {
  const names = recipients
    .slice(0, SHOWN_RECIPIENTS)
    .map(exchange => visible(pathTextOf(chunk, exchange)));
  const more = recipients.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

/** What became of it, and which recipients the server did not take. */
function transactionDetail(chunk: Chunk, transaction: Transaction): string {
  const { outcome, recipients } = transaction;
  const refused = recipients.filter(({ replies }) => (replies.at(-1)?.code ?? 0) >= 400);
  const code = outcome === 'refused' ? finalCodeOf(transaction) : 0;
  const result = code >= 400 ? `${outcome} (${String(code)})` : outcome;
  if (refused.length === 0) return result;
  if (refused.length === recipients.length) return `${result}, every recipient refused`;
  return `${result}, refused: ${listed(chunk, refused)}`;
}

function finalCodeOf({ final }: Transaction): number {
  const reply = final?.content?.replies.at(-1) ?? final?.replies.at(-1);
  return reply?.code ?? 0;
}

const LONGEST_NAME = 80;

function commandNode(chunk: Chunk, exchange: Exchange): OutlineNode {
  const { command, content } = exchange;
  const replies = [...exchange.replies, ...(content?.replies ?? [])];
  const { argument } = command;
  const cut = Math.min(argument.end, argument.start + LONGEST_NAME);
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

function replyNode(chunk: Chunk, reply: Reply): OutlineNode {
  const [first] = reply.lines;
  const { start, end } = first?.span ?? reply.span;
  const text = chunk.scanner.utf8(chunk.octets, start, Math.min(end, start + LONGEST_NAME));
  const selection = { start, end: Math.min(end, start + 3) };
  const name = visible(text).trim() || 'empty reply';
  return { kind: 'reply', name, detail: 'reply', span: reply.span, selection, children: [] };
}

/** Each ends where the next begins: in a pipelined group the replies come after all commands. */
function apart(nodes: readonly OutlineNode[]): OutlineNode[] {
  return nodes.map((node, at) => endedBy(node, nodes[at + 1]?.span.start ?? Infinity));
}

function endedBy(node: OutlineNode, limit: number): OutlineNode {
  const { span, selection } = node;
  if (span.end <= limit) return node;
  const children = node.children.map(child => endedBy(child, limit));
  return { ...node, span: { start: span.start, end: Math.max(limit, selection.end) }, children };
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
