import { latin1Octets } from '../../octets/latin1Octets.ts';
import { OCTET, isBlank } from '../../smtp/octet.ts';
import { SINGLE_FIELDS } from '../../smtp/singleFields.ts';
import { isNameOctet } from '../../transcript/headerFields.ts';
import type { Chunk, Content } from '../../transcript/model.ts';
import { isPlainAddress, isPlainDate, isPlainId } from './plainFields.ts';
import { isPlainReceived } from './plainReceived.ts';

/** Most headers end within the first, some within the second; longer ones are left to the rules. */
const [FIRST_LOOK, SECOND_LOOK] = [1_024, 8_192];

/** The place of each gives its bit. */
const ONCE: readonly string[] = SINGLE_FIELDS.map(name => name.toLowerCase());
const NEEDED = 0b11;
const DATE = 1;
const FROM = 2;
const MESSAGE_ID = 4;
const ADDRESSES = bitsOf('from', 'sender', 'reply-to', 'to', 'cc');
const BCC = bitsOf('bcc');
const TO = bitsOf('to');

/** Fields that may come more than once, each kind with a bit above those. */
const RECEIVED = 1 << 12;
/** Return-Path, and fields of who sends a message on: these ask for a look. */
const REMARKABLE = 1 << 13;
const MIME = 1 << 14;
const MANY: readonly (readonly [name: string, bit: number])[] = [
  ['received', RECEIVED],
  ['return-path', REMARKABLE],
  ...['date', 'from', 'sender', 'reply-to', 'to', 'cc', 'bcc'].map(
    name => [`resent-${name}`, REMARKABLE] as const,
  ),
  ['mime-version', MIME],
  ['content-type', MIME],
  ['content-transfer-encoding', MIME],
  ['content-disposition', MIME],
  ['content-id', MIME],
  ['content-description', MIME],
];
const ANY_OF_MANY = RECEIVED | REMARKABLE | MIME;

function bitsOf(...names: readonly string[]): number {
  return names.reduce((bits, name) => bits | (1 << ONCE.indexOf(name)), 0);
}

/** A bit for each, by their keys. */
const BITS: ReadonlyMap<number, number> = new Map(
  [...ONCE.map((name, at) => [name, 1 << at] as const), ...MANY].map(([name, bit]) => {
    const octets = latin1Octets(name);
    return [keyOf(octets, 0, octets.length), bit];
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

/** What one look at the header of a message tells; bits. */
export const HEADER_LOOK = {
  /**
   * It is not the header of a message with a Date and a From field, none twice that may come once,
   * nothing but fields, and the empty line after them; or only `headerOf` can tell.
   */
  odd: 1,
  /** It has fields of MIME. */
  mime: 2,
  /** The value of some field, or its length, asks for a look, or a field that none should send. */
  oddField: 4,
  /** A Received field is not of the plainest form. */
  oddTrace: 8,
  /** Its author or its receiver may not be those of the envelope. */
  otherEnvelope: 16,
} as const;

/** All that it may tell. */
export const ANY_HEADER: number = Object.values(HEADER_LOOK).reduce((all, bit) => all | bit, 0);

/** The paths of MAIL and of the newest RCPT, which header and envelope mostly have in common. */
export interface EnvelopePaths {
  /** Where the argument of each begins and ends; empty where nothing is known. */
  readonly mail: { readonly start: number; readonly end: number };
  readonly rcpt: { readonly start: number; readonly end: number };
  /** Whether the whole session is plain ASCII: then nobody has to look at its headers. */
  readonly ascii: boolean;
}

/** Looks at the header of a message, at each octet of the fields it knows and of no other. */
export function lookAtHeader(chunk: Chunk, content: Content, paths: EnvelopePaths): number {
  const block = content.blocks[0];
  if (block === undefined) return ANY_HEADER;
  const { octets, scanner } = chunk;
  const length = block.end - block.start;
  for (const size of [FIRST_LOOK, SECOND_LOOK]) {
    const end = block.start + Math.min(size, length);
    const text = scanner.latin1(octets, block.start, end);
    const found = new HeaderLook({ text, chunk, base: block.start }, content, paths).result();
    if (found !== CUT || size >= length) return found === CUT ? ANY_HEADER : found;
  }
  return ANY_HEADER;
}

/** The look ended before the header did. */
const CUT = -1;

/** A field of more, or a line of so many, is not plain. */
const LONG_FIELD = 998;
const LONG_LINE = 78;
const LONG_NAME = 64;
const FEW_RECEIVED = 2;

/** The beginning of a message, from `base` on. */
interface Head {
  readonly text: string;
  readonly chunk: Chunk;
  readonly base: number;
}

class HeaderLook {
  readonly #head: Head;
  readonly #content: Content;
  readonly #paths: EnvelopePaths;
  #found = 0;
  #seen = 0;
  #received = 0;
  /** Where the newest field and its value begin in the text, and its bit. */
  #field = 0;
  #valueAt = 0;
  #bit = 0;

  constructor(head: Head, content: Content, paths: EnvelopePaths) {
    this.#head = head;
    this.#content = content;
    this.#paths = paths;
  }

  result(): number {
    const { text, chunk, base } = this.#head;
    const { octets } = chunk;
    const { clothes } = this.#content;
    const cr = text.includes('\r');
    for (let from = 0; ;) {
      const feed = text.indexOf('\n', from);
      if (feed < 0) return CUT;
      const end = cr ? lineEnd(text, from, feed) : feed;
      const start = end < 0 ? -1 : clothes(octets, base + from, base + end);
      if (start < 0) return ANY_HEADER;
      if (start === base + end) return this.#done(from);
      if (!this.#line(from, start, base + end)) return ANY_HEADER;
      from = feed + 1;
    }
  }

  #done(end: number): number {
    this.#endField(end);
    const { chunk, base } = this.#head;
    if ((this.#seen & NEEDED) !== NEEDED) return ANY_HEADER;
    const ascii = this.#paths.ascii || chunk.scanner.isAscii(chunk.octets, base, base + end);
    if (!ascii) return ANY_HEADER;
    if ((this.#seen & MESSAGE_ID) === 0) this.#found |= HEADER_LOOK.oddField;
    return this.#found;
  }

  /** False where the line is neither field nor continuation, or a field that came before. */
  #line(from: number, start: number, end: number): boolean {
    const { octets } = this.#head.chunk;
    if (end - start > LONG_LINE) this.#found |= HEADER_LOOK.oddField;
    if (isBlank(octets[start] ?? 0)) {
      // What is folded is not plain.
      if ((this.#bit & (ADDRESSES | DATE | MESSAGE_ID | BCC)) !== 0) {
        this.#found |= HEADER_LOOK.oddField | HEADER_LOOK.otherEnvelope;
      }
      return from !== 0;
    }
    this.#endField(from);
    let at = start;
    while (at < end && isNameOctet(octets[at] ?? 0)) at++;
    if (at === start || at === end || octets[at] !== OCTET.colon) return false;
    if (at - start > LONG_NAME) this.#found |= HEADER_LOOK.oddField;
    const bit = BITS.get(keyOf(octets, start, at)) ?? 0;
    this.#field = from;
    this.#valueAt = at + 1 - this.#head.base;
    this.#bit = bit;
    if ((bit & this.#seen) !== 0) return false;
    this.#seen |= bit & ~ANY_OF_MANY;
    if (bit !== 0) this.#value(bit, at + 1, end);
    return true;
  }

  #value(bit: number, start: number, end: number): void {
    const { octets } = this.#head.chunk;
    if (bit === DATE) this.#expect(isPlainDate(octets, start, end));
    else if (bit === MESSAGE_ID) this.#expect(isPlainId(octets, start, end));
    else if ((bit & ADDRESSES) !== 0) this.#address(bit, start, end);
    else if (bit === MIME) this.#found |= HEADER_LOOK.mime;
    else if (bit === BCC || bit === REMARKABLE) this.#expect(false);
    else if (bit === RECEIVED && ++this.#received > FEW_RECEIVED) this.#expect(false);
  }

  #expect(plain: boolean): void {
    if (!plain) this.#found |= HEADER_LOOK.oddField;
  }

  /** One address; that of From has the domain of MAIL, that of To is the newest RCPT. */
  #address(bit: number, start: number, end: number): void {
    const { octets } = this.#head.chunk;
    const at = isPlainAddress(octets, start, end);
    if (at === undefined) {
      this.#found |= HEADER_LOOK.oddField | HEADER_LOOK.otherEnvelope;
      return;
    }
    const path = bit === FROM ? this.#paths.mail : this.#paths.rcpt;
    const from = bit === FROM ? at.host - 1 : at.start;
    const same = (bit & (FROM | TO)) === 0 || holds(octets, path, from, at.end);
    if (!same) this.#found |= HEADER_LOOK.otherEnvelope;
  }

  #endField(end: number): void {
    const { text } = this.#head;
    if (end - this.#field > LONG_FIELD) this.#found |= HEADER_LOOK.oddField;
    if (this.#bit !== RECEIVED) return;
    if (!isPlainReceived(text.slice(this.#valueAt, end))) this.#found |= HEADER_LOOK.oddTrace;
  }
}

/** The argument of the command has, before its first `>`, exactly these octets; a path of it. */
function holds(
  octets: Uint8Array,
  path: { readonly start: number; readonly end: number },
  from: number,
  to: number,
): boolean {
  let close = path.start;
  while (close < path.end && octets[close] !== OCTET.greater) close++;
  const start = close - (to - from);
  if (close === path.end || start < path.start) return false;
  const before = octets[start - 1];
  if (octets[from] !== OCTET.at && before !== OCTET.less) return false;
  for (let at = 0; at < to - from; at++) {
    if (octets[start + at] !== octets[from + at]) return false;
  }
  return true;
}

/** Where the line that `feed` ends has its CR; -1 where another CR ends it before. */
function lineEnd(text: string, from: number, feed: number): number {
  const at = text.indexOf('\r', from);
  if (at < 0 || at > feed) return feed;
  return at === feed - 1 ? at : -1;
}
