import type { Chunk } from '../core/transcript/model.ts';

/** A place in a chunk. */
export interface Position {
  /** 0-based physical line within the chunk. */
  readonly line: number;
  /** 1-based column in UTF-16 units, a byte order mark not counted, as editors show it. */
  readonly column: number;
}

/**
 * Positions of octet offsets in the source of one chunk. Many on one long line cost no more than reading the line
 * once, as long as they come roughly in order.
 */
export function positionsIn(
  chunk: Chunk,
  where: { readonly first: boolean },
): (at: number) => Position {
  const { source: octets, scanner, lineCounter } = chunk;
  const mark = where.first ? byteOrderMarkIn(octets) : 0;
  let known = { line: -1, offset: 0, column: 1 };
  return offset => {
    const line = lineCounter.lineAt(offset);
    if (line !== known.line || offset < known.offset) {
      const start = lineCounter.startAt(offset) + (line === 0 ? mark : 0);
      known = { line, offset: start, column: 1 };
    }
    if (offset > known.offset) {
      const units = scanner.utf8(octets, known.offset, offset).length;
      // Only where a character begins can the counting go on.
      if (!isContinuation(octets[offset])) {
        known = { line, offset, column: known.column + units };
      } else return { line, column: known.column + units };
    }
    return { line, column: known.column };
  };
}

const BOM = [0xef, 0xbb, 0xbf] as const;

/** Octets of the byte order mark that a text begins with; 0 without one. */
export function byteOrderMarkIn(octets: Uint8Array): number {
  return BOM.every((octet, at) => octets[at] === octet) ? BOM.length : 0;
}

function isContinuation(octet: number | undefined): boolean {
  return octet !== undefined && (octet & 0xc0) === 0x80;
}
