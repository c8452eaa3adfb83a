import type { Span } from '../octets/span.ts';
import { contentLines } from '../transcript/contentLines.ts';
import type { Chunk, Content } from '../transcript/model.ts';

/** The header fields at the beginning of a message. */
export interface HeaderBlock {
  /** From the first field's line to the last one's end. */
  readonly span: Span;
  /** The field names, without colon. */
  readonly names: readonly Span[];
}

/** More lines than this are no header anyone reads. */
const MOST_LINES = 500;
const LONGEST_NAME = 100;
const COLON = 58;

/** The header block of a message (RFC 5322 §2.2); undefined where the content begins otherwise. */
export function headerBlockOf(chunk: Chunk, content: Content): HeaderBlock | undefined {
  const names: Span[] = [];
  let start = -1;
  let end = -1;
  let lines = 0;
  for (const line of contentLines(chunk, content)) {
    if (lines++ >= MOST_LINES || line.start === line.end) break;
    const first = chunk.octets[line.start];
    const folded = first === 32 || first === 9;
    const name = folded ? undefined : fieldNameAt(chunk.octets, line.start, line.end);
    if (!folded && name === undefined) break;
    if (folded && names.length === 0) break;
    if (name !== undefined) names.push(name);
    if (start < 0) start = line.from;
    end = line.to;
  }
  return names.length === 0 ? undefined : { span: { start, end }, names };
}

/** Printable characters without blanks up to a colon. */
function fieldNameAt(octets: Uint8Array, start: number, end: number): Span | undefined {
  const limit = Math.min(end, start + LONGEST_NAME);
  for (let at = start; at < limit; at++) {
    const octet = octets[at] ?? 0;
    if (octet === COLON) return at === start ? undefined : { start, end: at };
    if (octet <= 32 || octet >= 127) return undefined;
  }
  return undefined;
}
