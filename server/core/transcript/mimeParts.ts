import type { Span } from '../octets/span.ts';
import { parseMimeField } from '../smtp/mimeField.ts';
import type { MimeField } from '../smtp/mimeField.ts';
import type { ContentLine } from './contentLines.ts';
import { DelimiterSearch, lineAfter } from './delimiterSearch.ts';
import { headerIn, wholeHeaderOf } from './headerFields.ts';
import type { Header, HeaderField } from './headerFields.ts';
import type { Chunk, Content, Exchange } from './model.ts';
import { unfolded } from './unfolded.ts';
import type { Unfolded } from './unfolded.ts';

/** A field of MIME, taken apart. */
export interface MimeValue extends MimeField {
  readonly field: HeaderField;
  /** Where a stretch of the value stands in the transcript. */
  readonly spanOf: Unfolded['spanOf'];
}

/** A message or one part of it (RFC 2045 §2.4). */
export interface MimeEntity {
  readonly header: Header;
  /** 0 for the message. */
  readonly depth: number;
  readonly type: MimeValue | undefined;
  readonly encoding: MimeValue | undefined;
  readonly disposition: MimeValue | undefined;
  /** The body, physical lines; of a multipart with all its parts. */
  readonly body: Span;
  /** Of a multipart whose body was looked through. */
  readonly delimiters: Delimiters | undefined;
}

/** What was found of a boundary (RFC 2046 §5.1.1). */
export interface Delimiters {
  /** Lines that begin a part. */
  readonly parts: number;
  readonly last: ContentLine | undefined;
  readonly closed: boolean;
}

/** The parts of a message. */
export interface Mime {
  /** The message, then its parts as they come; those of a part after it. */
  readonly entities: readonly MimeEntity[];
  /** False where a bound ended the walk: what was not found may be there. */
  readonly complete: boolean;
}

/** What nobody needs and nobody may make us pay for. */
const MOST_ENTITIES = 1_000;
const MOST_DEPTH = 100;
/** RFC 2046 §5.1.1 allows 70; longer ones are looked for all the same. */
const LONGEST_BOUNDARY = 1_000;

/** The newest only, as in headerFields.ts; it holds places and texts, no octets. */
let newest: { readonly content: Content; readonly mime: Mime } | undefined;

/**
 * The MIME structure of the message that this exchange sends, or undefined where it cannot be
 * judged: hidden content, a message of several chunks, or no whole header. Only boundaries are
 * looked for, by native search: no line of a body is visited. A message within a message is a leaf.
 */
export function mimeOf(chunk: Chunk, exchange: Exchange, content: Content): Mime | undefined {
  const header = wholeHeaderOf(chunk, exchange, content);
  if (header === undefined || header.end === 'content' || header.last === undefined)
    return undefined;
  if (content.how === 'bdat' && !isOnlyChunk(exchange)) return undefined;
  if (newest?.content === content) return newest.mime;
  const mime = new Walk(chunk, content).of(header, header.last);
  newest = { content, mime };
  return mime;
}

function isOnlyChunk({ after }: Exchange): boolean {
  return after.transaction?.usedBdat !== true;
}

class Walk {
  readonly #entities: MimeEntity[] = [];
  #complete = true;
  readonly #chunk: Chunk;
  readonly #content: Content;
  readonly #search: DelimiterSearch;

  constructor(chunk: Chunk, content: Content) {
    this.#chunk = chunk;
    this.#content = content;
    this.#search = new DelimiterSearch(chunk, content);
  }

  of(header: Header, last: ContentLine): Mime {
    const end = this.#content.blocks.at(-1)?.end ?? last.to;
    this.#entity(header, { start: this.#bodyStart(header, last, end), end }, 0);
    return { entities: this.#entities, complete: this.#complete && !this.#search.exhausted };
  }

  #entity(header: Header, body: Span, depth: number): void {
    if (this.#entities.length >= MOST_ENTITIES || depth > MOST_DEPTH) {
      this.#complete = false;
      return;
    }
    const type = this.#value(header, 'content-type');
    const encoding = this.#value(header, 'content-transfer-encoding');
    const disposition = this.#value(header, 'content-disposition');
    const index = this.#entities.length;
    const entity = { header, depth, type, encoding, disposition, body, delimiters: undefined };
    this.#entities.push(entity);
    const boundary = type?.type === 'multipart' ? type.params.get('boundary')?.value : undefined;
    if (boundary === undefined || !/^[\x20-\x7e]+$/.test(boundary)) return;
    if (boundary.length > LONGEST_BOUNDARY) return;
    this.#entities[index] = { ...entity, delimiters: this.#parts(boundary, body, depth) };
  }

  /** Each part is what lies between two delimiter lines. */
  #parts(boundary: string, body: Span, depth: number): Delimiters {
    let parts = 0;
    let last: ContentLine | undefined;
    let from: number | undefined;
    for (const { line, next, closes } of this.#search.lines(boundary, body)) {
      last = line;
      if (from !== undefined) this.#part({ start: from, end: line.from }, depth + 1);
      if (closes) return { parts, last, closed: true };
      parts++;
      from = next;
      if (!this.#complete) break;
    }
    if (from !== undefined && this.#complete) this.#part({ start: from, end: body.end }, depth + 1);
    return { parts, last, closed: false };
  }

  #part(stretch: Span, depth: number): void {
    // The header is at the beginning; a large body behind it is not to be searched for its sake.
    const end = Math.min(stretch.end, stretch.start + LONGEST_HEADER);
    const header = headerIn(this.#chunk, this.#content, { start: stretch.start, end });
    const start = header.last ? this.#bodyStart(header, header.last, stretch.end) : stretch.end;
    this.#entity(header, { start, end: stretch.end }, depth);
  }

  /** After the empty line; where there is none, the line that is no field begins the body. */
  #bodyStart({ end }: Header, last: ContentLine, limit: number): number {
    return end === 'broken' ? last.from : lineAfter(this.#chunk, last, limit);
  }

  #value(header: Header, name: string): MimeValue | undefined {
    const field = header.fields.find(each => each.name === name);
    if (field === undefined) return undefined;
    const { text, spanOf } = unfolded(this.#chunk, this.#content, field);
    const wants = name === 'content-type' ? 'type' : 'word';
    return { ...parseMimeField(text, wants), field, spanOf };
  }
}

const LONGEST_HEADER = 65_536;
