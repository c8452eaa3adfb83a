import type { Chunk, Session } from '../../transcript/model.ts';
import { ALL_WIDE_CLUES } from './clue.ts';
import type { Clues } from './clue.ts';

/** What a session shows as a whole. */
export function wideCluesOf(_chunk: Chunk, _session: Session): Clues {
  return ALL_WIDE_CLUES;
}
