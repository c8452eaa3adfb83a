import { announcedOctets } from '../../core/transcript/announcedOctets.ts';
import type { Chunk, Exchange } from '../../core/transcript/model.ts';

/**
 * What makes the server wait behind content of so many octets, so that the stall is no surprise:
 * the run does what the recorded client did all the same.
 */
export function contentRemark(
  chunk: Chunk,
  exchange: Exchange,
  octets: number,
): string | undefined {
  const { content } = exchange;
  const announced = announcedOctets(chunk, exchange.command);
  if (announced !== undefined && announced !== octets) {
    return `BDAT announces ${announced} octets, but the transcript shows ${octets}: the server may wait for more or take the rest for commands.`;
  }
  const open = content?.how === 'data' && !content.terminator && content.replies.length > 0;
  return open
    ? 'The message has no "." line, so the server will go on waiting for it instead of answering.'
    : undefined;
}
