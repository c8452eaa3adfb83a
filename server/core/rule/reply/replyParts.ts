import type { Span } from '../../octets/span.ts';
import { verbOf } from '../../smtp/verbs.ts';
import type { ReplyLine, Session, StrayReply } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

/** The three digits of a reply line that has them. */
export function codeSpan({ span }: ReplyLine): Span {
  return { start: span.start, end: span.start + 3 };
}

/** The first word of a reply line, or the whole line where it is empty. */
export function firstWord(context: RuleContext, { span, line }: ReplyLine): Span {
  if (span.start === span.end) return line;
  const text = context.chunk.scanner.latin1(
    context.chunk.octets,
    span.start,
    Math.min(span.end, span.start + 64),
  );
  const length = text.search(/[ \t-]/);
  return { start: span.start, end: span.start + (length > 0 ? length : text.length) };
}

/** A line of the server that begins with a verb: the client said it. */
export function isClientLine(context: RuleContext, line: ReplyLine): boolean {
  if (line.code !== 0) return false;
  const { start, end } = firstWord(context, line);
  const verb = verbOf(context.text({ start, end }).replace(/:$/, ''));
  return verb !== undefined && verb.status === 'standard';
}

/**
 * Replies nobody asked for that deserve a word of their own: others tell of what comes after the
 * end, in the TLS handshake, without any command shown, and of LMTP's replies for each recipient.
 */
export function straysOf(session: Session): readonly StrayReply[] {
  if (session.hidden.clientLines || session.exchanges.length === 0) return [];
  const strays: StrayReply[] = [];
  let countedByLmtp = false;
  // Before the first command of an excerpt stands what answers those that are not shown.
  let begun = !session.hidden.start;
  for (const step of session.steps) {
    if (step.kind === 'exchange') {
      begun = true;
      countedByLmtp = step.before.protocol === 'LMTP' && sendsMessage(step.command.verb);
    }
    if (step.kind !== 'stray' || step.reply.code === 421 || step.unseen || !begun) continue;
    if (step.state.name === 'closed' || step.state.name === 'tls' || countedByLmtp) continue;
    strays.push(step);
  }
  return strays;
}

function sendsMessage(verb: string): boolean {
  return verb === 'DATA' || verb === 'BDAT';
}

/** Same words: a repeated reply rather than the rest of one. */
export function sameText(context: RuleContext, stray: StrayReply): boolean {
  const before = stray.continues?.lines.at(-1);
  const first = stray.reply.lines[0];
  return (
    before !== undefined &&
    first !== undefined &&
    textIn(context, before) === textIn(context, first)
  );
}

function textIn(context: RuleContext, { text }: ReplyLine): string {
  return context.text(text).trim();
}
