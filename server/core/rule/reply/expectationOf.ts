import type { ReplyNode } from '../rule.ts';
import { END_OF_DATA_REPLIES, repliesTo } from './expectedReplies.ts';
import type { Expectation } from './expectedReplies.ts';

/** The replies that what this one answers can have; undefined where no standard says it. */
export function expectationOf({ to, phase }: ReplyNode): Expectation | undefined {
  if (to === undefined) return undefined;
  if (to === 'connect') return repliesTo('connect');
  const expected = repliesTo(to.command.verb);
  if (expected === undefined || phase === 'command') return expected;
  const { content } = to;
  const ended = content?.terminator !== undefined && content.misplaced !== 'after-refusal';
  return ended ? END_OF_DATA_REPLIES : undefined;
}
