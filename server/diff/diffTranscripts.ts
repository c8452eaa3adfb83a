import type { MatchPolicy } from '../protocol/replay.ts';
import { compareSessions, lonelySession } from './compareSessions.ts';
import type { DiffSide, SessionDiff } from './model.ts';

/**
 * Compares two transcripts session by session, in order; sessions that only one has come last. Reads
 * on as it is asked, so that no more than a session of each is held.
 */
export function* diffTranscripts(
  first: Iterable<DiffSide>,
  second: Iterable<DiffSide>,
  policy: MatchPolicy,
): Generator<SessionDiff> {
  const [ones, others] = [first[Symbol.iterator](), second[Symbol.iterator]()];
  for (;;) {
    const [one, other] = [ones.next(), others.next()];
    if (one.done === true && other.done === true) return;
    if (one.done !== true && other.done !== true) {
      yield compareSessions(one.value, other.value, policy);
    } else if (one.done !== true) yield lonelySession(one.value, 'first');
    else if (other.done !== true) yield lonelySession(other.value, 'second');
  }
}
