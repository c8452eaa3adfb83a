import type { Command, Content, Exchange, Reply, WireLine } from './model.ts';
import type { Span } from '../octets/span.ts';
import type { State } from './state.ts';

/** A model type while it is being built: its fields and lists may still change. */
type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

/** A reply that still grows. */
export type ReplyDraft = Draft<Reply>;
/** Content that still grows. */
export type ContentDraft = Draft<Content>;
/** An exchange that still waits for something. */
export type ExchangeDraft = Omit<Draft<Exchange>, 'content'> & {
  content: ContentDraft | undefined;
};

/** What a pending reply is due to: the command itself or the end of its content. */
export interface Due {
  readonly exchange: ExchangeDraft;
  readonly phase: 'command' | 'content';
  /** Replies still to come. */
  need: number;
}

/** A new exchange for a command that was sent in `known` with `unanswered` commands before it. */
export function draftExchange(command: Command, known: State, unanswered: number): ExchangeDraft {
  return {
    kind: 'exchange',
    command,
    replies: [],
    responses: [],
    content: undefined,
    before: known,
    after: known,
    known,
    unanswered,
    voided: false,
    unanswerable: false,
  };
}

/** Adds a reply; nearly all lists have one, and an array that grows takes room for many. */
export function addReply(to: { replies: Reply[] }, reply: Reply): void {
  if (to.replies.length === 0) to.replies = [reply];
  else to.replies.push(reply);
}

/** Clothes of content whose blocks are the payloads themselves. */
export function asWritten(_octets: Uint8Array, from: number): number {
  return from;
}

/** Adds the line to the content, joining it with the block before where they touch. */
export function addContentLine(content: ContentDraft, line: WireLine, next: number): void {
  const block = blockOf(content, line, next);
  content.tally = undefined;
  const last = content.blocks.at(-1);
  const joins = last?.end === block.start && content.clothes !== asWritten;
  if (joins) content.blocks[content.blocks.length - 1] = { start: last.start, end: block.end };
  else content.blocks.push(block);
  content.span = { start: content.blocks[0]?.start ?? block.start, end: line.line.end };
}

/**
 * Where a physical line alone does not tell its payload, the payload is the block, and the octet
 * after it, which is part of the line end: so an empty line has a block too.
 */
function blockOf(content: ContentDraft, line: WireLine, next: number): Span {
  if (content.clothes !== asWritten) return { start: line.line.start, end: next };
  return { start: line.span.start, end: line.span.end + 1 };
}
