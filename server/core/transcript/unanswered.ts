import type { Exchange, Session } from './model.ts';

/** A command, or the end of its content, that should have got a reply and did not. */
export interface Unanswered {
  readonly exchange: Exchange;
  readonly phase: 'command' | 'content';
}

const known = new WeakMap<Session, readonly Unanswered[]>();

/**
 * What a whole session leaves without a reply, in order. What hangs where the connection broke or
 * the transcript ends is left out: nobody can say what came there. Replies are paired in order, so
 * where one is missing in a group that did not have to wait, the last of the group is named; where
 * the client had to wait (no PIPELINING), the first that it did not wait for.
 */
export function unansweredOf(session: Session): readonly Unanswered[] {
  const before = known.get(session);
  if (before !== undefined) return before;
  const found = find(session);
  known.set(session, found);
  return found;
}

const commands = new WeakMap<Session, ReadonlySet<Exchange>>();

/** No reply is this command's own: one that it is paired with belongs to a later command. */
export function isUnanswered(session: Session, exchange: Exchange): boolean {
  let found = commands.get(session);
  if (found === undefined) {
    const left = unansweredOf(session).filter(({ phase }) => phase === 'command');
    found = new Set(left.map(each => each.exchange));
    commands.set(session, found);
  }
  return found.has(exchange);
}

function find(session: Session): readonly Unanswered[] {
  const whole = endIsKnown(session);
  const end = whole ? Number.POSITIVE_INFINITY : lastReplyEnd(session);
  // Replies come in order: those that a group still waited for would have come last.
  const answered = session.exchanges.findLastIndex(({ replies }) => replies.length > 0);
  const found: Unanswered[] = [];
  let first: Exchange | undefined;
  for (const [index, exchange] of session.exchanges.entries()) {
    if (first === undefined || exchange.unanswered === 0) first = exchange;
    const phase = missingPhase(exchange);
    if (phase === undefined) continue;
    if (!whole && index > answered) break;
    const from = phase === 'content' ? exchange.content?.span.end : exchange.command.line.start;
    if ((from ?? 0) >= end) continue;
    const next = phase === 'content' ? { exchange, phase } : blamed(first, exchange);
    const last = found.at(-1);
    if (last?.exchange !== next.exchange || last.phase !== next.phase) found.push(next);
  }
  return found;
}

/** The transcript shows that nothing more was said. */
function endIsKnown(session: Session): boolean {
  if (session.hidden.end || session.ending === 'drop') return false;
  return !session.steps.some(step => step.kind === 'event' && ENDS.has(step.event));
}

const ENDS: ReadonlySet<string> = new Set(['close', 'lost', 'timeout']);

function lastReplyEnd(session: Session): number {
  let end = -1;
  for (const step of session.steps) {
    if (step.kind === 'greeting' || step.kind === 'stray') end = Math.max(end, step.reply.span.end);
    if (step.kind !== 'exchange') continue;
    for (const reply of step.replies) end = Math.max(end, reply.span.end);
    for (const reply of step.content?.replies ?? []) end = Math.max(end, reply.span.end);
  }
  return end;
}

function missingPhase(exchange: Exchange): 'command' | 'content' | undefined {
  if (exchange.voided) return undefined;
  const { content, replies, responses, command } = exchange;
  if (replies.length <= responses.length) {
    return isSilentChunk(exchange) || command.verb === 'QUIT' ? undefined : 'command';
  }
  const ended = content?.how === 'data' && content.terminator !== undefined;
  const due = ended && content.misplaced !== 'after-refusal' && content.replies.length === 0;
  return due ? 'content' : undefined;
}

/** LMTP answers BDAT LAST once for each accepted recipient: never, where there is none. */
function isSilentChunk({ command, before }: Exchange): boolean {
  return (
    command.verb === 'BDAT' &&
    before.protocol === 'LMTP' &&
    (before.transaction?.acceptedCount ?? 0) === 0
  );
}

/** `first` is the exchange that began the group of commands sent without waiting. */
function blamed(first: Exchange, exchange: Exchange): Unanswered {
  if (exchange.known.capabilities.has('PIPELINING')) return { exchange, phase: 'command' };
  const ended = first !== exchange && first.content?.terminator !== undefined;
  return { exchange: first, phase: ended ? 'content' : 'command' };
}
