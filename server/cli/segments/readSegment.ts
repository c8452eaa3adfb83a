import type { Dialect } from '../../core/dialect/dialect.ts';
import { fileSource } from '../../host/octetSource.ts';
import { readWindows } from '../../host/transcriptWindows.ts';
import type { PlacedChunk } from '../../host/transcriptWindows.ts';
import type { SegmentResult, Work } from './work.ts';

/** A stretch of a file, in octets. */
export interface Segment {
  readonly file: string;
  readonly dialect: Dialect;
  readonly from: number;
  /**
   * Where the next one begins; the end of the file where there is none. It may become known while
   * the segment is read.
   */
  to: number | undefined;
}

/** What became of a segment, and how many lines it has where that was counted. */
export interface ReadSegment {
  readonly result: SegmentResult;
  readonly lines: number;
  /** The end of the file was reached, be it that no chunk ends where the next segment should begin. */
  readonly toTheEnd: boolean;
}

/**
 * Does the work on the chunks of a segment; on all that follow, where the next one turns out to
 * begin in the middle of a session.
 */
export async function readSegment(
  segment: Segment,
  work: Work,
  onRead?: (octets: number) => void,
): Promise<ReadSegment> {
  const source = await fileSource(segment.file, segment.from);
  let at = 0;
  try {
    const options = { dialect: segment.dialect, numbered: () => work.numbered };
    for await (const window of readWindows(source, { ...options, ...(onRead && { onRead }) })) {
      for (const placed of window.chunks()) {
        const { chunk } = placed;
        at += chunk.source.length;
        work.add({ ...placed, first: placed.first && segment.from === 0 });
        if (segment.from + at === segment.to) {
          const lines = work.numbered ? linesUpTo(placed) : 0;
          return { result: work.result(), lines, toTheEnd: false };
        }
      }
    }
  } finally {
    await source.close();
  }
  return { result: work.result(), lines: 0, toTheEnd: true };
}

/** Lines of the segment up to the end of the chunk. */
function linesUpTo(placed: PlacedChunk): number {
  const { chunk } = placed;
  return placed.fileLine(chunk.lineCounter.lineAt(chunk.source.length)) - 1;
}

/** How far it is looked for a beginning; from within a message every line may read as a command. */
const FAR = 4 * 1024 * 1024;

/**
 * Where a session may begin at or after an offset: where reading from there cuts first. Whether it
 * does, whoever reads up to there finds out. Undefined where none was found nearby.
 */
export async function nextBeginning(
  file: string,
  dialect: Dialect,
  from: number,
): Promise<number | undefined> {
  const source = await fileSource(file, from);
  let at = from;
  try {
    const options = { dialect, most: 2 * FAR, numbered: () => false };
    for await (const window of readWindows(source, options)) {
      for (const { chunk } of window.chunks()) {
        at += chunk.source.length;
        // What stands first may be the rest of a session, or of a line.
        // A cut farther on may be none but that of the window.
        if (chunk.sessions.length > 0) return at - from < FAR ? at : undefined;
      }
    }
  } finally {
    await source.close();
  }
  return undefined;
}
