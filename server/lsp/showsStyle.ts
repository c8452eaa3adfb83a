import type { Scanner } from '../core/octets/scanner.ts';

/** A reader looks at no more than this from the beginning of a chunk to learn the file's style. */
export const LOOKAHEAD = 65_536;

const FIRST_LOOK = 1024;

/**
 * Do these octets say themselves how the lines are marked, so that a reader is not influenced by
 * what follows? Only the project's own format says so; of others the look-ahead is always kept.
 */
export function showsStyle(octets: Uint8Array, dialect: string, scanner: Scanner): boolean {
  if (dialect !== 'smtp') return false;
  const isMarked = (limit: number): boolean =>
    /(?:^|[\r\n])[CcSs]\\?:/.test(scanner.latin1(octets, 0, Math.min(octets.length, limit)));
  return isMarked(FIRST_LOOK) || isMarked(LOOKAHEAD);
}
