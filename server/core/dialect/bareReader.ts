import { readCommandHead } from '../smtp/command.ts';
import { looksLikeReply } from '../smtp/reply.ts';
import { verbOf } from '../smtp/verbs.ts';
import { DecodingReader } from './decodingReader.ts';
import type { LineContext, LineKind } from './dialect.ts';
import type { Scanner } from '../octets/scanner.ts';
import { lineEndsOf } from './typedLineEnds.ts';
import type { LineEnds } from './typedLineEnds.ts';
import { isEdited, typedLine } from './typedLine.ts';

/** How the lines between those of the dialogue are read. */
export interface BareOptions {
  /** What the program itself prints, outside of content; undefined where it is not its line. */
  readonly aside?: (head: string) => LineKind | undefined;
  /** What may also stand where content goes on, when nothing follows it. */
  readonly farewell?: (head: string) => LineKind | undefined;
  /** Bytes of a terminal: backspaces and escape sequences take effect. */
  readonly terminal: 'screen' | 'wire';
}

const CR = 13;

/** How far it is looked for how the two sides' lines end. */
const WINDOW = 65_536;
const FIRST_WINDOW = 1024;

/**
 * Reads a dialogue without marks. What looks like a reply is the server's, unless it stands in
 * content; a known verb, an answer to a challenge, and in a dialogue any other word is the
 * client's. On a terminal the line ends may tell more: the server's CRLF comes out as CR CR LF.
 */
export class BareReader extends DecodingReader {
  readonly #options: BareOptions;
  /** Undefined where the line ends say nothing. */
  readonly #ends: LineEnds | undefined;
  #dialogue = false;

  constructor(octets: Uint8Array, scanner: Scanner, options: BareOptions) {
    super(octets, scanner);
    this.#options = options;
    this.#ends = options.terminal === 'screen' ? endsIn(octets, scanner) : undefined;
  }

  protected decode(from: number, to: number, context: LineContext): number | undefined {
    const clean = this.#screen(from, to);
    const head = clean === undefined ? this.head(from, to) : this.#headOf(clean);
    const kind = this.#kindOf(head, { from, to }, context);
    if (kind === 'close' || kind === 'lost' || kind === 'connect') this.#dialogue = false;
    if (kind !== 'client' && kind !== 'server') {
      this.event(kind, from, to);
      return undefined;
    }
    this.#dialogue = true;
    if (clean === undefined) this.wire(kind, { from, to });
    else this.wireOctets(kind, withCrlf(clean), { from, to });
    return kind === 'server' ? this.#doubleEnd(to) : undefined;
  }

  /** Where the empty line ends that an editor made of the line's end. */
  #doubleEnd(to: number): number | undefined {
    if (this.#ends?.doubled !== true) return undefined;
    const rest = this.head(to, this.octets.length, 8);
    const end = /^\r?\n\r?\n/.exec(rest)?.[0];
    return end === undefined ? undefined : to + end.length;
  }

  /** What the screen shows, where that is not what the octets are. */
  #screen(from: number, to: number): Uint8Array | undefined {
    const edited = this.#options.terminal === 'screen' && isEdited(this.octets, from, to);
    return edited ? typedLine(this.octets.subarray(from, to)) : undefined;
  }

  #headOf(octets: Uint8Array): string {
    return this.scanner.latin1(octets, 0, Math.min(octets.length, 512));
  }

  #kindOf(
    head: string,
    line: { readonly from: number; readonly to: number },
    context: LineContext,
  ): LineKind {
    const reply = looksLikeReplyText(head);
    const speaker = this.#speakerByLineEnd(line.to);
    if (context.inContent || context.inChunk) {
      if (reply && speaker === 'server' && this.#ends?.doubled !== true) return 'server';
      return this.#farewell(head, line.to) ?? 'client';
    }
    const aside = this.#options.aside?.(head);
    if (aside !== undefined) return aside;
    if (head.trim() === '') return this.#blankKind(line.to, context);
    if (reply) return speaker === 'client' && context.inAuth ? 'client' : 'server';
    if (speaker === 'server' && this.#dialogue) return 'server';
    if (context.inAuth || this.#dialogue || isCommand(head, this.scanner)) return 'client';
    return 'note';
  }

  #speakerByLineEnd(to: number): 'client' | 'server' | undefined {
    const ends = this.#ends;
    if (ends === undefined || to >= this.octets.length) return undefined;
    if (ends.doubled) return this.#doubleEnd(to) === undefined ? 'client' : 'server';
    if (ends.serverCrs === 0) return undefined;
    let crs = 0;
    while (this.octets[to + crs] === CR) crs++;
    return crs >= ends.serverCrs ? 'server' : 'client';
  }

  /** The program's last words in unfinished content; only where nothing but blanks follows. */
  #farewell(head: string, to: number): LineKind | undefined {
    const kind = this.#options.farewell?.(head);
    if (kind === undefined || this.octets.length - to > 400) return undefined;
    const rest = this.scanner.latin1(this.octets, to, this.octets.length).trim();
    return rest === '' || /^Script done/.test(rest) ? kind : undefined;
  }

  /** An empty line is a line of the client's where the server answers it. */
  #blankKind(to: number, { inAuth }: LineContext): LineKind {
    if (!inAuth && (this.#options.terminal === 'screen' || !this.#dialogue)) return 'blank';
    const after = this.head(to, this.octets.length, 12);
    return /^\r{0,3}\n(?:[45]\d\d|235)[ -]/.test(after) ? 'client' : 'blank';
  }
}

/** Both sides mostly speak early: a log of many short sessions is not searched far for each. */
function endsIn(octets: Uint8Array, scanner: Scanner): LineEnds {
  for (let to = FIRST_WINDOW; ; to *= 4) {
    const ends = lineEndsOf(scanner.latin1(octets, 0, Math.min(octets.length, to)));
    if (ends.settled || to >= octets.length || to >= WINDOW) return ends;
  }
}

function looksLikeReplyText(head: string): boolean {
  return /^\d{3}(?:[ -]|$)/.test(head);
}

/** Does the text read as a known command? */
function isCommand(head: string, scanner: Scanner): boolean {
  const octets = scanner.encode(head.slice(0, 80));
  if (looksLikeReply(octets, 0, octets.length)) return false;
  return verbOf(readCommandHead(octets, 0, octets.length).verb) !== undefined;
}

function withCrlf(octets: Uint8Array): Uint8Array {
  const line = new Uint8Array(octets.length + 2);
  line.set(octets);
  line[octets.length] = CR;
  line[octets.length + 1] = 10;
  return line;
}
