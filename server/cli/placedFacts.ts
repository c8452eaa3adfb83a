import { sourceLineOf } from '../core/transcript/sourcePlace.ts';
import type { Session } from '../core/transcript/model.ts';
import type { PlacedChunk } from '../host/transcriptWindows.ts';
import { sessionFactsOf } from '../report/sessionFacts.ts';
import type { SessionFacts } from '../report/sessionFacts.ts';

/** The facts of a session with its lines in the file. */
export function placedFactsOf(placed: PlacedChunk, session: Session): SessionFacts {
  const { chunk } = placed;
  const { start, end } = session.span;
  const lineOf = (offset: number): number => placed.fileLine(sourceLineOf(chunk, offset));
  // A session that breaks off inside content reaches to the beginning of the line after it.
  return sessionFactsOf(chunk, session, {
    first: lineOf(start),
    last: lineOf(Math.max(start, end - 1)),
  });
}
