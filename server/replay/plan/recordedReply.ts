import type { Chunk, Reply } from '../../core/transcript/model.ts';
import { replyLineText } from '../../core/transcript/replyLineText.ts';
import type { RecordedReply } from '../../protocol/replay.ts';

/** A reply of the transcript as text, escapes resolved. */
export function recordedReply(chunk: Chunk, { code, lines }: Reply): RecordedReply {
  return { code, lines: lines.map(line => replyLineText(chunk, line)) };
}
