import type { Span } from '../octets/span.ts';
import type { Chunk } from '../transcript/model.ts';
import type { Moment } from './momentBefore.ts';

/** One proposal: `insert` replaces the octets of `at`. */
export interface Completion {
  readonly kind:
    'verb' | 'parameter' | 'value' | 'code' | 'directive' | 'rule' | 'prefix' | 'variable';
  readonly label: string;
  readonly insert: string;
  readonly at: Span;
  readonly detail: string;
  /** Longer text, our own words. */
  readonly about?: string;
  /** Smaller comes first; equal ones by label. */
  readonly rank: number;
}

/** The line being typed, up to the cursor. */
export interface Typing {
  readonly chunk: Chunk;
  /** Where the line begins. */
  readonly from: number;
  readonly cursor: number;
  /** Payload up to the cursor, one character an octet. */
  readonly text: string;
  readonly moment: Moment;
}

/** The span of the last `length` characters before the cursor. */
export function lastWord({ cursor }: Typing, length: number): Span {
  return { start: cursor - length, end: cursor };
}
