import { NO_CONTENT, addTally } from '../dialect/contentTally.ts';
import type { Clothes, ContentBlock } from '../dialect/dialect.ts';
import { unescape } from '../octets/escapes.ts';
import { announcedOctets } from './announcedOctets.ts';
import { addContentLine, asWritten } from './draft.ts';
import type { ContentDraft, ExchangeDraft } from './draft.ts';
import type { WireLine } from './model.ts';
import type { Source } from './source.ts';
import { isTerminator, readsAsCommand } from './wireLines.ts';

/** Content that has just come to its end, and whose it is. */
export interface EndedContent {
  readonly owner: ExchangeDraft;
  readonly content: ContentDraft;
}

interface Open extends EndedContent {
  /** Octets of the BDAT chunk that are still to come. */
  left: number;
  /** The chunk has a `{{name}}` place: nobody knows how long it is. */
  isVague: boolean;
}

const BRACES = Uint8Array.of(0x7b, 0x7b);
const LONGEST_BDAT = 30;

/** Collects the content of one message, or one BDAT chunk, at a time. */
export class ContentCollector {
  readonly #source: Source;
  #open: Open | undefined;

  constructor(source: Source) {
    this.#source = source;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** The content goes on until a dot. */
  get inData(): boolean {
    return this.#open?.content.how === 'data';
  }

  /** Begins the content of an exchange, or goes on with what it has. */
  open(owner: ExchangeDraft, how: 'data' | 'bdat'): ContentDraft {
    const { line } = owner.command;
    const content: ContentDraft = owner.content ?? {
      kind: 'content',
      how,
      blocks: [],
      clothes: this.#source.reader.clothes ?? asWritten,
      span: { start: line.end, end: line.end },
      terminator: undefined,
      tally: NO_CONTENT,
      shown: true,
      misplaced: 'none',
      replies: [],
    };
    owner.content = content;
    this.#open = { owner, content, left: 0, isVague: false };
    return content;
  }

  /** Begins a BDAT chunk: as many octets as its command announces follow (RFC 3030 §2). */
  openChunk(owner: ExchangeDraft): void {
    const content = this.open(owner, 'bdat');
    const left = announcedOctets(this.#source, owner.command) ?? 0;
    if (left > 0 && this.#source.dialect.hides.includes('content')) content.shown = false;
    this.#open = content.shown && left > 0 ? { owner, content, left, isVague: false } : undefined;
  }

  /**
   * The announced octets of a chunk would end within this line, which reads as a command: the count
   * is wrong either way, and a command it is. The next BDAT also ends a chunk with places to fill.
   */
  isCutBy(line: WireLine): boolean {
    const open = this.#open;
    if (open?.content.how !== 'bdat' || line.raw) return false;
    if (open.isVague && this.#isBdat(line)) return true;
    return open.left < line.span.end - line.span.start && readsAsCommand(this.#source, line);
  }

  /** Takes a content line; gives the content where this line ends the message. */
  line(line: WireLine, next: number): EndedContent | undefined {
    const open = this.#open;
    if (open === undefined) return undefined;
    const { content } = open;
    if (content.how === 'bdat') {
      this.#chunkLine(open, line, next);
      return undefined;
    }
    if (!isTerminator(this.#source, line)) {
      addContentLine(content, line, next);
      return undefined;
    }
    content.terminator = line;
    content.span = { start: content.blocks[0]?.start ?? line.line.start, end: line.line.end };
    return this.end();
  }

  /** Takes content that was found by native search; gives it where its dot was found as well. */
  block(at: number, block: ContentBlock): EndedContent | undefined {
    const content = this.#open?.content;
    if (content === undefined) return undefined;
    const { terminator, tally } = block;
    content.tally = content.tally && tally && addTally(content.tally, tally);
    wear(content, at, block.clothes);
    if (block.end > at) content.blocks.push({ start: at, end: block.end });
    content.span = {
      start: content.blocks[0]?.start ?? at,
      end: terminator?.to ?? Math.max(at, block.end),
    };
    if (terminator === undefined) return undefined;
    content.terminator = {
      party: 'client',
      span: { start: terminator.start, end: terminator.start + 1 },
      line: { start: terminator.from, end: terminator.to },
      raw: false,
      marked: terminator.start > terminator.from,
      masked: false,
      time: -1,
    };
    return this.end();
  }

  /** The tool does not print the content. */
  hide(): EndedContent | undefined {
    const content = this.#open?.content;
    if (content !== undefined) {
      content.shown = false;
      // A part of it is no content that anything could be said of; lines sent too early are more.
      if (content.misplaced === 'none') content.blocks = [];
    }
    return this.end();
  }

  /** Ends what is open and gives it. */
  end(): EndedContent | undefined {
    const open = this.#open;
    this.#open = undefined;
    return open;
  }

  #chunkLine(open: Open, line: WireLine, next: number): void {
    addContentLine(open.content, line, next);
    const { start, end } = line.span;
    open.left -= line.raw
      ? unescape(this.#source.octets, start, end).octets.length
      : end - start + 2;
    if (open.left <= 0) this.#open = undefined;
    else open.isVague ||= this.#hasBraces(line);
  }

  #hasBraces({ span }: WireLine): boolean {
    const { octets, scanner, dialect } = this.#source;
    if (dialect.id !== 'smtp') return false;
    return scanner.indexOfSequence(octets, BRACES, span.start, span.end) >= 0;
  }

  #isBdat({ span }: WireLine): boolean {
    const { octets, scanner } = this.#source;
    const end = Math.min(span.end, span.start + LONGEST_BDAT + 1);
    return /^bdat \d{1,15}(?: last)?$/i.test(scanner.latin1(octets, span.start, end));
  }
}

/** Clothes and the offset from which on they are worn. */
interface Worn {
  readonly from: number;
  readonly clothes: Clothes;
}

const changes = new WeakMap<ContentDraft, Worn[]>();

/** What stands from an offset on is dressed like this; what stands before it keeps its clothes. */
function wear(content: ContentDraft, at: number, clothes: Clothes): void {
  const known = changes.get(content);
  if (content.blocks.length === 0 || (known === undefined && content.clothes === clothes)) {
    content.clothes = clothes;
    return;
  }
  const worn = known ?? [{ from: 0, clothes: content.clothes }];
  if (worn.at(-1)?.clothes !== clothes) worn.push({ from: at, clothes });
  if (known !== undefined) return;
  changes.set(content, worn);
  content.clothes = (octets, from, to) => {
    const own = worn.findLast(change => change.from <= from);
    return (own?.clothes ?? clothes)(octets, from, to);
  };
}
