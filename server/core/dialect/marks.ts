import { latin1Octets } from '../octets/latin1Octets.ts';
import type { Scanner } from '../octets/scanner.ts';

/** The reader looks no further than this for marks. */
const WINDOW = 1024;

/** A line end and `S:` or `C:`. */
const MARKS = ['\nS:', '\nC:', '\rS:', '\rC:'].map(latin1Octets);

/**
 * Does some line near the beginning carry `S:` or `C:`? It settles how lines without a mark are
 * read; where it is true for a chunk alone, nothing that follows the chunk has a say.
 */
export function hasMarks(octets: Uint8Array, scanner: Scanner): boolean {
  const letter = octets[0];
  if ((letter === 67 || letter === 83) && octets[1] === 58) return true;
  const to = Math.min(octets.length, WINDOW);
  return MARKS.some(mark => scanner.indexOfSequence(octets, mark, 0, to) >= 0);
}
