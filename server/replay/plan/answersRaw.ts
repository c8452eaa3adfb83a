import type { Chunk, Exchange, Reply } from '../../core/transcript/model.ts';

/** How a raw client line begins: `C\:`. */
const MARK = Uint8Array.of(0x43, 0x5c, 0x3a);

/**
 * True for a reply behind an exchange of a `.smtp` file that holds raw octets: what the server takes
 * for a further command there it answers too, which is what such a test is about.
 */
export function answersRaw(
  { octets, scanner, dialect }: Chunk,
  { command }: Exchange,
  reply: Reply,
): boolean {
  if (dialect !== 'smtp') return false;
  return scanner.indexOfSequence(octets, MARK, command.line.start, reply.span.start) >= 0;
}
