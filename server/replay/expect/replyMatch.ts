import type { ExpectStep } from '../../protocol/replay.ts';

/** A live reply as text; `lines` (without code and separator) may be made when first read. */
export interface LiveReplyText {
  readonly code: number;
  readonly lines: readonly string[];
}

/** What of an expect step a comparison looks at. `verb` is what the reply answers. */
export type Expectation = Pick<ExpectStep, 'recorded' | 'policy'> &
  Partial<Pick<ExpectStep, 'verb' | 'anyOf' | 'pattern' | 'variables'>>;

/** What of a reply was not as expected. */
export type ReplyPart =
  'code' | 'class' | 'enhanced' | 'text' | 'pattern' | 'variable' | 'extensions';

/** What a comparison of two replies gave. */
export interface ReplyMatch {
  readonly agrees: boolean;
  /** What differs first, null where they agree. */
  readonly what: ReplyPart | null;
  /** Names that this reply gave a value. */
  readonly captured: readonly (readonly [name: string, value: string])[];
  /** Places of the text that were not compared as they change every time. */
  readonly folded: number;
}
