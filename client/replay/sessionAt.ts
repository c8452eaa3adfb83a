import type { SessionItem } from '../../server/protocol/lsp.ts';

type Lines = Pick<SessionItem, 'startLine' | 'endLine'>;

/** The session that a line (0-based) lies in, else the last before it, else the first. */
export function sessionAt<T extends Lines>(sessions: readonly T[], line: number): T | undefined {
  return (
    sessions.find(({ startLine, endLine }) => startLine <= line && line <= endLine) ??
    sessions.findLast(({ startLine }) => startLine <= line) ??
    sessions[0]
  );
}

/** The sessions of which some line from `first` to `last` (0-based) is part. */
export function sessionsWithin<T extends Lines>(
  sessions: readonly T[],
  first: number,
  last: number,
): readonly T[] {
  return sessions.filter(({ startLine, endLine }) => startLine <= last && endLine >= first);
}
