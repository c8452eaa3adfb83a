import type { Dialect } from '../../core/dialect/dialect.ts';
import { fileSource } from '../../host/octetSource.ts';
import { readWindows } from '../../host/transcriptWindows.ts';
import type { SegmentResult, Work } from './work.ts';

/** A stretch of a file, in octets. */
export interface Segment {
  readonly file: string;
  readonly dialect: Dialect;
  readonly from: number;
  /** Where the next one begins; the end of the file where there is none. */
  readonly to: number | undefined;
}

/** What became of a segment, and how many lines it has where that was counted. */
export interface ReadSegment {
  readonly result: SegmentResult;
  readonly lines: number;
}

/**
 * Does the work on the chunks of a segment. Undefined where no chunk ends at its end: then the next
 * segment begins in the middle of a session.
 */
export async function readSegment(
  segment: Segment,
  work: Work,
  onRead?: (octets: number) => void,
): Promise<ReadSegment | undefined> {
  const source = await fileSource(segment.file, segment.from);
  const length = segment.to === undefined ? Infinity : segment.to - segment.from;
  let at = 0;
  let lines = 0;
  try {
    const options = { dialect: segment.dialect, numbered: () => work.numbered };
    for await (const window of readWindows(source, { ...options, ...(onRead && { onRead }) })) {
      for (const placed of window.chunks()) {
        const { chunk } = placed;
        at += chunk.source.length;
        if (at > length) return undefined;
        work.add({ ...placed, first: placed.first && segment.from === 0 });
        if (at === length) {
          if (work.numbered)
            lines = placed.fileLine(chunk.lineCounter.lineAt(chunk.source.length)) - 1;
          return { result: work.result(), lines };
        }
      }
    }
  } finally {
    await source.close();
  }
  return segment.to === undefined ? { result: work.result(), lines } : undefined;
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
