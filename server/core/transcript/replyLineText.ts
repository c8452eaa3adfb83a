import { lengthBeforeLineEnd, unescape } from '../octets/escapes.ts';
import type { Chunk, ReplyLine } from './model.ts';

/** Code and separator. */
const HEAD = 4;

/** The text of a reply's line as it was on the wire. */
export function replyLineText({ octets, scanner }: Chunk, line: ReplyLine): string {
  if (!line.raw) return scanner.utf8(octets, line.text.start, line.text.end);
  const raw = unescape(octets, line.span.start, line.span.end).octets;
  return scanner.utf8(raw, Math.min(HEAD, raw.length), Math.max(HEAD, lengthBeforeLineEnd(raw)));
}
