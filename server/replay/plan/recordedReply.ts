import type { Chunk, Reply } from '../../core/transcript/model.ts';
import type { RecordedReply } from '../../protocol/replay.ts';

/** A reply of the transcript as text. */
export function recordedReply({ octets, scanner }: Chunk, reply: Reply): RecordedReply {
  return {
    code: reply.code,
    lines: reply.lines.map(line => scanner.utf8(octets, line.text.start, line.text.end)),
  };
}
