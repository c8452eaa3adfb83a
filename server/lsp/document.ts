import type { Dialect } from '../core/dialect/dialect.ts';
import type { Choice } from '../core/dialect/probe.ts';
import { PROBE_OCTETS, probeDialect } from '../core/dialect/probe.ts';
import { lineAt, lineEndAt } from '../core/octets/lineIndex.ts';
import type { Span } from '../core/octets/span.ts';
import { sourcePartsOf, sourceSpanOf } from '../core/transcript/sourcePlace.ts';
import type { ReadOptions } from '../core/transcript/readTranscript.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import type { Piece, ReadPiece } from './piece.ts';
import type { Encoding, Place } from './positions.ts';
import { columnOf, octetOf } from './positions.ts';
import { readPieces, reread } from './reread.ts';
import type { OctetEdit } from './splice.ts';
import { pieceAt, splice } from './splice.ts';
import { encodeText, halvesAt, highHalfBefore, lowHalfAt } from './wtf8.ts';

/** A place as LSP writes it. */
export interface LspPosition {
  readonly line: number;
  readonly character: number;
}

/** A range as LSP writes it. */
export interface LspRange {
  readonly start: LspPosition;
  readonly end: LspPosition;
}

/** A change as LSP sends it; without a range the text is all new. */
export interface LspChange {
  readonly range?: LspRange;
  readonly text: string;
}

/** A place in a document that was read. */
export interface Located {
  readonly index: number;
  readonly piece: ReadPiece;
  /** Octets from the beginning of the chunk; -1 where nothing of the line is part of it. */
  readonly offset: number;
}

/**
 * One open document: its octets, in pieces that are read on their own. Edits are taken at once,
 * reading waits until somebody asks. Always equal to a document opened with the same text.
 */
export class TranscriptDocument {
  readonly uri: string;
  readonly encoding: Encoding;
  version: number;
  #pieces: readonly Piece[] = [];
  #bases: Bases | undefined;
  #choice: Choice;
  #read: readonly ReadPiece[] | undefined;
  #probeAgain = false;
  /** What the user chose, whatever the text looks like. */
  #chosen: Dialect | undefined;

  constructor(uri: string, text: string, options: { version: number; encoding: Encoding }) {
    this.uri = uri;
    this.version = options.version;
    this.encoding = options.encoding;
    this.#choice = this.#open(encodeText(text));
  }

  /** The dialect in force and how sure that is. */
  get dialect(): Choice {
    this.pieces();
    return this.#choice;
  }

  /** The pieces, all read. The array is another one after each change. */
  pieces(): readonly ReadPiece[] {
    if (this.#read !== undefined) return this.#read;
    const read = this.#dialectChanged()
      ? readPieces(this.#octetsTo(Infinity), this.#options())
      : reread(this.#pieces, this.#options());
    this.#take(read);
    return read;
  }

  /** Reads the text in this dialect from now on; undefined: in the one that fits it. */
  read(dialect: Dialect | undefined): void {
    this.#chosen = dialect;
    this.#choice = this.#open(this.octets());
  }

  /** Looks again at the beginning of the text, if that changed, to find out who wrote it. */
  #dialectChanged(): boolean {
    if (!this.#probeAgain) return false;
    this.#probeAgain = false;
    const before = this.#choice.dialect;
    this.#choice = this.#choose(this.#octetsTo(PROBE_OCTETS));
    return this.#choice.dialect !== before;
  }

  /** Takes the changes of one notification, in their order. */
  change(changes: readonly LspChange[], version: number): void {
    this.version = version;
    for (const run of runsOf(changes)) {
      const whole = run[0];
      if (whole !== undefined && whole.range === undefined) {
        this.#choice = this.#open(encodeText(whole.text));
      } else this.#applyRun(run);
    }
  }

  /** The octets of the whole document. */
  octets(): Uint8Array {
    return this.#octetsTo(Infinity);
  }

  /** 0-based number of a piece's first line. */
  lineBase(index: number): number {
    return this.#where.lines[index] ?? 0;
  }

  /** Lines of the document, at least 1. */
  get lineCount(): number {
    const last = this.#pieces.length - 1;
    return this.lineBase(last) + (this.#pieces[last]?.lines.count ?? 1);
  }

  /** Where a position lies. */
  locate(position: LspPosition): Located {
    const pieces = this.pieces();
    const index = Math.max(
      0,
      Math.min(pieceAt(this.#where.lines, position.line), pieces.length - 1),
    );
    const piece = pieces[index];
    if (piece === undefined) throw new RangeError('a document has at least one piece');
    const { offset } = this.#placeIn(index, position);
    return { index, piece, offset: this.#decodedOffset(piece, offset) };
  }

  /** Where decoded text shows what stands at an offset, or next to it on the same line. */
  #decodedOffset({ chunk }: ReadPiece, offset: number): number {
    const { origin, sourceLines } = chunk;
    if (origin === undefined) return offset;
    const line = lineAt(sourceLines, offset);
    const found = origin.fromSource(offset);
    if (lineAt(sourceLines, origin.toSource(found)) === line) return found;
    const before = origin.fromSource(Math.max(0, offset - 1)) - 1;
    return lineAt(sourceLines, origin.toSource(Math.max(0, before))) === line ? before : -1;
  }

  /** The position of an octet offset of a chunk. */
  positionAt(index: number, offset: number): LspPosition {
    const origin = this.#pieces[index]?.chunk?.origin;
    return this.#position(index, origin?.toSource(offset) ?? offset);
  }

  #position(index: number, offset: number): LspPosition {
    const piece = this.#pieces[index];
    if (piece === undefined) return { line: 0, character: 0 };
    const line = lineAt(piece.lines, offset);
    const from = piece.lines.starts[line] ?? 0;
    const to = Math.min(offset, lineEndAt(piece.octets, piece.lines, line));
    const character = columnOf(piece.octets, from, Math.max(from, to), this.encoding);
    return { line: this.lineBase(index) + line, character };
  }

  /** The range of a span of a chunk. */
  rangeOf(index: number, span: Span): LspRange {
    const { start, end } = sourceSpanOf({ origin: this.#pieces[index]?.chunk?.origin }, span);
    return { start: this.#position(index, start), end: this.#position(index, end) };
  }

  /** The same, as far as it stands on one line of the document. */
  rangeOfFirstLine(index: number, span: Span): LspRange {
    const chunk = this.#pieces[index]?.chunk;
    if (chunk?.origin === undefined) return this.rangeOf(index, span);
    const { start, end } = sourcePartsOf(chunk, span)[0] ?? sourceSpanOf(chunk, span);
    return { start: this.#position(index, start), end: this.#position(index, end) };
  }

  /** The range of octets that are counted from the beginning of the document. */
  rangeOfOctets({ start, end }: Span): LspRange {
    return { start: this.#positionOfOctet(start), end: this.#positionOfOctet(end) };
  }

  #positionOfOctet(offset: number): LspPosition {
    const index = Math.max(0, pieceAt(this.#where.starts, offset));
    return this.#position(index, offset - (this.#where.starts[index] ?? 0));
  }

  #options(): ReadOptions {
    return { scanner: bufferScanner, dialect: this.#choice.dialect };
  }

  #open(octets: Uint8Array): Choice {
    const choice = this.#choose(octets);
    this.#probeAgain = false;
    this.#take(readPieces(octets, { scanner: bufferScanner, dialect: choice.dialect }));
    return choice;
  }

  #choose(octets: Uint8Array): Choice {
    if (this.#chosen === undefined) return probeDialect(octets, bufferScanner);
    return { dialect: this.#chosen, certainty: 1, why: 'you chose it' };
  }

  #take(pieces: readonly ReadPiece[]): void {
    this.#setPieces(pieces);
    this.#read = pieces;
  }

  #setPieces(pieces: readonly Piece[]): void {
    this.#pieces = pieces;
    this.#read = undefined;
    this.#bases = undefined;
  }

  /** Made when first asked for: an edit that is read at once needs no lines of its own. */
  get #where(): Bases {
    this.#bases ??= basesOf(this.#pieces);
    return this.#bases;
  }

  /** Changes of which each lies before the one sent before it: all positions are today's. */
  #applyRun(run: readonly LspChange[]): void {
    const edits = run.flatMap(change =>
      change.range ? [this.#editOf(change.range, change.text)] : [],
    );
    edits.reverse();
    const apart = edits.every((edit, at) => edit.start > (edits[at - 1]?.end ?? -1));
    if (apart) this.#splice(edits);
    else for (const change of run) this.#applyRun([change]);
  }

  #splice(edits: readonly OctetEdit[]): void {
    if ((edits[0]?.start ?? Infinity) < PROBE_OCTETS) this.#probeAgain = true;
    this.#setPieces(splice(this.#pieces, this.#where.starts, edits));
  }

  /** The edit, widened by the other halves of surrogate pairs that it takes apart or completes. */
  #editOf(range: LspRange, text: string): OctetEdit {
    const from = this.#absolute(range.start);
    const to = this.#absolute(range.end);
    let start = from.offset;
    let end = Math.max(start, to.offset);
    let inserted = from.inPair ? halvesAt(from.octets, from.local).high + text : text;
    if (to.inPair) {
      inserted += halvesAt(to.octets, to.local).low;
      end += 4;
    }
    const high = from.inPair ? '' : highHalfBefore(from.octets, from.local);
    const low = to.inPair ? '' : lowHalfAt(to.octets, to.local);
    if (high !== '') start -= 3;
    if (low !== '') end += 3;
    inserted = high + inserted + low;
    return { start, end, octets: encodeText(inserted) };
  }

  #absolute(position: LspPosition): Place & { octets: Uint8Array; local: number } {
    const index = Math.max(0, pieceAt(this.#where.lines, position.line));
    const place = this.#placeIn(index, position);
    const octets = this.#pieces[index]?.octets ?? new Uint8Array(0);
    return {
      ...place,
      octets,
      local: place.offset,
      offset: (this.#where.starts[index] ?? 0) + place.offset,
    };
  }

  #placeIn(index: number, position: LspPosition): Place {
    const piece = this.#pieces[index];
    if (piece === undefined) return { offset: 0, inPair: false };
    const { lines, octets } = piece;
    const line = position.line - this.lineBase(index);
    const from = lines.starts[line];
    if (line < 0) return { offset: 0, inPair: false };
    if (line >= lines.count || from === undefined) return { offset: octets.length, inPair: false };
    const to = lineEndAt(octets, lines, line);
    return octetOf(octets, { from, to }, position.character, this.encoding);
  }

  #octetsTo(limit: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (const { octets } of this.#pieces) {
      if (length >= limit) break;
      parts.push(octets);
      length += octets.length;
    }
    const first = parts[0];
    if (parts.length === 1 && first !== undefined) return first;
    const all = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

/** Octet offset of each piece, and 0-based number of its first line. */
interface Bases {
  readonly starts: readonly number[];
  readonly lines: readonly number[];
}

function basesOf(pieces: readonly Piece[]): Bases {
  const starts = new Array<number>(pieces.length);
  const lines = new Array<number>(pieces.length);
  let octet = 0;
  let line = 0;
  for (const [index, piece] of pieces.entries()) {
    starts[index] = octet;
    lines[index] = line;
    octet += piece.octets.length;
    line += piece.lines.count - 1;
  }
  return { starts, lines };
}

/**
 * Groups changes whose positions need nothing of each other: editors send the edits of one action
 * from the end of the file to its beginning.
 */
function runsOf(changes: readonly LspChange[]): LspChange[][] {
  const runs: LspChange[][] = [];
  for (const change of changes) {
    const run = runs.at(-1);
    const before = run?.at(-1)?.range;
    const fits = before !== undefined && change.range !== undefined;
    if (run && fits && isBefore(change.range.end, before.start)) run.push(change);
    else runs.push([change]);
  }
  return runs;
}

function isBefore(a: LspPosition, b: LspPosition): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
