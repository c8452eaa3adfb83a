import type { Span } from '../octets/span.ts';
import type {
  Chunk,
  Content,
  Directive,
  Exchange,
  Reply,
  ReplyLine,
  Session,
  Step,
  WireLine,
} from '../transcript/model.ts';

/** What the line at an offset is. */
export type Place =
  | { readonly kind: 'command'; readonly session: Session; readonly exchange: Exchange }
  | ReplyPlace
  | {
      readonly kind: 'response';
      readonly session: Session;
      readonly exchange: Exchange;
      readonly line: WireLine;
      /** 0 for the first line after AUTH. */
      readonly index: number;
    }
  | {
      readonly kind: 'content';
      readonly session: Session;
      readonly exchange: Exchange;
      readonly content: Content;
    }
  | { readonly kind: 'directive'; readonly directive: Directive };

/** A line of a reply and what it answers. */
export interface ReplyPlace {
  readonly kind: 'reply';
  readonly session: Session;
  /** Undefined for the greeting and for a reply nobody asked for. */
  readonly exchange: Exchange | undefined;
  readonly reply: Reply;
  readonly line: ReplyLine;
  /** Position of the line in the reply. */
  readonly index: number;
}

/** What stands on the physical line of the offset; undefined for a note or a blank line. */
export function placeAt(chunk: Chunk, offset: number): Place | undefined {
  for (const session of chunk.sessions) {
    for (const step of session.steps) {
      const place = placeInStep(session, step, offset);
      if (place !== undefined) return place;
    }
  }
  const loose = chunk.loose.find(step => step.kind === 'directive' && holds(step.line, offset));
  return loose?.kind === 'directive' ? { kind: 'directive', directive: loose } : undefined;
}

function placeInStep(session: Session, step: Step, offset: number): Place | undefined {
  switch (step.kind) {
    case 'exchange':
      return placeInExchange(session, step, offset);
    case 'greeting':
    case 'stray':
      return placeInReply({ session, exchange: undefined, reply: step.reply }, offset);
    case 'directive':
      return holds(step.line, offset) ? { kind: 'directive', directive: step } : undefined;
    default:
      return undefined;
  }
}

function placeInExchange(session: Session, exchange: Exchange, offset: number): Place | undefined {
  const { command, content, responses } = exchange;
  if (holds(command.line, offset)) return { kind: 'command', session, exchange };
  for (const [index, line] of responses.entries()) {
    if (holds(line.line, offset)) return { kind: 'response', session, exchange, line, index };
  }
  // Content that the server refuses line by line has replies within.
  for (const reply of [...exchange.replies, ...(content?.replies ?? [])]) {
    const place = placeInReply({ session, exchange, reply }, offset);
    if (place !== undefined) return place;
  }
  if (content !== undefined && offset > command.line.end && holds(content.span, offset)) {
    return { kind: 'content', session, exchange, content };
  }
  return undefined;
}

function placeInReply(
  owner: Pick<ReplyPlace, 'session' | 'exchange' | 'reply'>,
  offset: number,
): ReplyPlace | undefined {
  if (!holds(owner.reply.span, offset)) return undefined;
  const index = owner.reply.lines.findIndex(line => holds(line.line, offset));
  const line = owner.reply.lines[index];
  return line === undefined ? undefined : { kind: 'reply', ...owner, line, index };
}

/** The offset is in the span or right after it. */
export function holds(span: Span, offset: number): boolean {
  return offset >= span.start && offset <= span.end;
}
