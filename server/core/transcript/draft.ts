import type { Command, Content, Exchange, Reply, WireLine } from './model.ts';
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
  };
}

/** Adds the physical line to the content, joining it with the block before where they touch. */
export function addContentLine(content: ContentDraft, line: WireLine, next: number): void {
  const last = content.blocks.at(-1);
  const touches = last?.end === line.line.start;
  const block = { start: touches ? last.start : line.line.start, end: next };
  if (touches) content.blocks[content.blocks.length - 1] = block;
  else content.blocks.push(block);
  content.span = { start: content.blocks[0]?.start ?? block.start, end: line.line.end };
}
