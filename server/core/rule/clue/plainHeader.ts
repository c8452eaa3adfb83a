import { OCTET, isBlank } from '../../smtp/octet.ts';
import type { Chunk, Content } from '../../transcript/model.ts';

/** Most headers end within the first, some within the second; longer ones are left to the rules. */
const [FIRST_LOOK, SECOND_LOOK] = [1_024, 8_192];

/** Fields that a message has at most once (RFC 5322 §3.6), the two that it must have first. */
const ONCE: readonly string[] = [
  ...['date', 'from', 'sender', 'reply-to', 'to', 'cc', 'bcc'],
  ...['message-id', 'in-reply-to', 'references', 'subject'],
];
const NEEDED = 0b11;

/** A bit for each, by their keys. */
const BITS: ReadonlyMap<number, number> = new Map(
  ONCE.map((name, at) => {
    const octets = Uint8Array.from(name, letter => letter.charCodeAt(0));
    return [keyOf(octets, 0, octets.length), 1 << at];
  }),
);

/**
 * A number for a field name in any letter case. Names of four letters have one of their own; two
 * others may share one, and then a header is taken for odd that is not.
 */
function keyOf(octets: Uint8Array, start: number, end: number): number {
  const lower = (at: number): number => (octets[at] ?? 0) | 32;
  const length = end - start;
  const [first, second, last] = [lower(start), lower(start + 1), lower(end - 1)];
  if (length !== 4) return (Math.min(length, 31) << 24) | (first << 16) | (second << 8) | last;
  return (first << 24) | (second << 16) | (lower(start + 2) << 8) | last;
}

/**
 * True for the header of a message that has a Date and a From field, none twice that may come once,
 * nothing but fields, and the empty line after them. False where only `headerOf` can tell.
 */
export function isPlainHeader(chunk: Chunk, content: Content): boolean {
  const block = content.blocks[0];
  if (block === undefined) return false;
  const { octets, scanner } = chunk;
  const length = block.end - block.start;
  for (const size of [FIRST_LOOK, SECOND_LOOK]) {
    const end = block.start + Math.min(size, length);
    const text = scanner.latin1(octets, block.start, end);
    const found = lookAtHeader({ text, octets, base: block.start }, content);
    if (found !== 'cut' || size >= length) return found === 'plain';
  }
  return false;
}

/** The beginning of a message, from `base` on. */
interface Head {
  readonly text: string;
  readonly octets: Uint8Array;
  readonly base: number;
}

function lookAtHeader({ text, octets, base }: Head, { clothes }: Content): 'plain' | 'odd' | 'cut' {
  const cr = text.includes('\r');
  let seen = 0;
  for (let from = 0; ;) {
    const feed = text.indexOf('\n', from);
    if (feed < 0) return 'cut';
    const end = cr ? lineEnd(text, from, feed) : feed;
    const start = end < 0 ? -1 : clothes(octets, base + from, base + end);
    if (start < 0) return 'odd';
    if (start === base + end) return (seen & NEEDED) === NEEDED ? 'plain' : 'odd';
    const bit = fieldBit(octets, start, base + end);
    if (bit < 0 || (bit & seen) !== 0 || (from === 0 && isBlank(octets[start] ?? 0))) return 'odd';
    seen |= bit;
    from = feed + 1;
  }
}

/** Where the line that `feed` ends has its CR; -1 where another CR ends it before. */
function lineEnd(text: string, from: number, feed: number): number {
  const at = text.indexOf('\r', from);
  if (at < 0 || at > feed) return feed;
  return at === feed - 1 ? at : -1;
}

/** The bit of the field on this line, 0 for a continuation or any other; -1 where it is neither. */
function fieldBit(octets: Uint8Array, start: number, end: number): number {
  if (isBlank(octets[start] ?? 0)) return 0;
  let at = start;
  while (at < end && isNameOctet(octets[at] ?? 0)) at++;
  if (at === start || at === end || octets[at] !== OCTET.colon) return -1;
  return BITS.get(keyOf(octets, start, at)) ?? 0;
}

function isNameOctet(octet: number): boolean {
  return octet > OCTET.space && octet < OCTET.del && octet !== OCTET.colon;
}
