import { hasMarks } from '../core/dialect/marks.ts';
import type { Scanner } from '../core/octets/scanner.ts';

/** A reader looks at no more than this from the beginning of a chunk to learn the file's style. */
export const LOOKAHEAD = 65_536;

/**
 * Do these octets say themselves how the lines are marked, so that a reader is not influenced by
 * what follows? Only the project's own format says so; of others the look-ahead is always kept.
 */
export function showsStyle(octets: Uint8Array, dialect: string, scanner: Scanner): boolean {
  return dialect === 'smtp' && hasMarks(octets, scanner);
}
