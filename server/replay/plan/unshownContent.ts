import type { Content, Exchange } from '../../core/transcript/model.ts';
import type { SendStep } from '../../protocol/replay.ts';
import { contentMissing, PLACED, PLACED_WHOLE } from './messages.ts';
import { placeholderOf } from './placeholder.ts';
import type { RecordedOptions } from './recordedOptions.ts';

/** Content as it leaves. */
export interface ContentToSend {
  readonly octets: Uint8Array;
  /** True where it holds the line that ends it. */
  readonly ends: boolean;
  /** What is to be known about it besides. */
  readonly more?: Pick<SendStep, 'variables' | 'generated'>;
}

/** What content that is not shown is made from. */
export type UnshownOptions = Pick<
  RecordedOptions,
  'chunk' | 'session' | 'problems' | 'placeholder' | 'variables'
> & {
  /** Nothing says that the recorded client came to the end of its message. */
  readonly isCut: boolean;
};

/** The message that takes the place of one that is not shown; undefined, and refused, without one. */
export function unshownContent(
  exchange: Exchange,
  content: Content,
  { problems, placeholder, isCut, ...options }: UnshownOptions,
): ContentToSend | undefined {
  const at = exchange.command.line.start;
  const line = problems.lineOf(at);
  if (placeholder === undefined) {
    problems.refuse(at, ...contentMissing(options.chunk, content.how, line));
    return undefined;
  }
  problems.remark(at, content.span.end > content.span.start ? PLACED_WHOLE : PLACED);
  // A chunk ends by its size (RFC 3030 §2).
  const ends =
    content.how === 'data' &&
    (content.terminator !== undefined || content.replies.length > 0 || !isCut);
  const { name } = placeholder;
  const made = placeholderOf(exchange, { ...options, name, line, unfinished: !ends });
  return { octets: made.octets, ends, more: { variables: made.variables, generated: true } };
}
