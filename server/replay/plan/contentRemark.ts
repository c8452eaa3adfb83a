import type { Chunk, Exchange } from '../../core/transcript/model.ts';

/** The octets that a BDAT command announces; undefined for other commands and without a number. */
export function announcedOctets(chunk: Chunk, { command }: Exchange): number | undefined {
  if (command.verb !== 'BDAT') return undefined;
  const { start, end } = command.argument;
  const size = /^\d{1,15}/.exec(chunk.scanner.latin1(chunk.octets, start, end))?.[0];
  return size === undefined ? undefined : Number(size);
}

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
  const announced = announcedOctets(chunk, exchange);
  if (announced !== undefined && announced !== octets) {
    return `BDAT announces ${announced} octets, but the transcript shows ${octets}: the server may wait for more or take the rest for commands.`;
  }
  const open = content?.how === 'data' && !content.terminator && content.replies.length > 0;
  return open
    ? 'The message has no "." line, so the server will go on waiting for it instead of answering.'
    : undefined;
}
