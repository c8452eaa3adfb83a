import { readWindows } from '../../host/transcriptWindows.ts';
import type { Terminal } from '../command.ts';
import type { OpenInput } from '../inputs.ts';
import { Progress } from '../progress.ts';
import { inSegments } from './inSegments.ts';
import type { ReadSegment } from './readSegment.ts';
import { workOf } from './work.ts';
import type { Order } from './work.ts';

/** Does the work on all chunks of an input: in several threads where that is worthwhile. */
export async function readInput(
  input: OpenInput,
  order: Order,
  terminal: Terminal,
): Promise<readonly ReadSegment[]> {
  const { file, path, source, dialect } = input;
  const onRead = new Progress(terminal, file, source.size).at;
  if (path !== undefined && source.size !== undefined) {
    const segments = await inSegments({ file: path, dialect, size: source.size, onRead }, order);
    if (segments !== undefined) return segments;
  }
  const work = workOf(order);
  const numbered = (): boolean => work.numbered;
  for await (const window of readWindows(source, { dialect, onRead, numbered })) {
    for (const placed of window.chunks()) work.add(placed);
  }
  return [{ result: work.result(), lines: 0, toTheEnd: true }];
}
