import { lineAt, lineIndexOf } from '../core/octets/lineIndex.ts';
import type { LineIndex } from '../core/octets/lineIndex.ts';
import type { CheckedChunk, Ruleset } from '../core/rule/run.ts';
import { fileSuppressionsIn } from '../core/rule/suppress.ts';
import type { Suppression } from '../core/rule/suppress.ts';
import type { Chunk } from '../core/transcript/model.ts';
import { showsStyle } from './showsStyle.ts';

/**
 * A stretch of a document: a chunk as it was read, or, until the next reading, text that an edit
 * changed. Pieces begin at the beginning of a line, and no CRLF lies across two of them.
 */
export interface Piece {
  readonly octets: Uint8Array;
  readonly lines: LineIndex;
  /** Undefined where the text changed since it was read. */
  readonly chunk: Chunk | undefined;
  /** Octets at the beginning that the chunk before was judged by: up to the first wire line. */
  readonly head: number;
  /** For changed text: offset of the first change. */
  readonly changedFrom: number;
  /** For changed text: the head changed, so that the chunk before has to be read again. */
  readonly headChanged: boolean;
  /** Its lines carry marks, so that nothing after it has a say in how they are read. */
  readonly showsStyle: boolean;
  /** Findings by the rules that were in force when somebody asked. */
  findings: PieceFindings | undefined;
}

/** What was found in a piece, and what was asked. */
export interface PieceFindings extends CheckedChunk {
  readonly ruleset: Ruleset;
  readonly place: 'first' | 'later';
}

/** A piece whose text was read. */
export class ReadPiece implements Piece {
  readonly chunk: Chunk;
  readonly changedFrom = 0;
  readonly headChanged = false;
  findings: Piece['findings'];
  #showsStyle: boolean | undefined;
  #suppressions: readonly Suppression[] | undefined;

  constructor(chunk: Chunk) {
    this.chunk = chunk;
  }

  get octets(): Uint8Array {
    return this.chunk.source;
  }

  get lines(): LineIndex {
    return this.chunk.sourceLines;
  }

  /** Its comments that count for the whole file, should it be the first piece. */
  get suppressions(): readonly Suppression[] {
    this.#suppressions ??= fileSuppressionsIn(this.chunk);
    return this.#suppressions;
  }

  get showsStyle(): boolean {
    const { source, dialect, scanner } = this.chunk;
    this.#showsStyle ??= showsStyle(source, dialect, scanner);
    return this.#showsStyle;
  }

  get head(): number {
    const first = this.chunk.sessions[0];
    // Without marks of its own a line may have been read otherwise as the sequel of the one before.
    if (first === undefined || !this.showsStyle) return this.octets.length;
    const line = lineAt(this.lines, first.span.start);
    return this.lines.starts[line + 1] ?? this.octets.length;
  }
}

/** A piece of text that waits to be read. */
export class ChangedPiece implements Piece {
  readonly octets: Uint8Array;
  readonly chunk = undefined;
  readonly head: number;
  readonly changedFrom: number;
  readonly headChanged: boolean;
  /** Not known before it is read. */
  readonly showsStyle = false;
  readonly findings = undefined;
  #lines: LineIndex | undefined;

  /** `before` is the piece that began where this one begins. */
  constructor(octets: Uint8Array, changedFrom: number, before: Piece) {
    this.octets = octets;
    this.head = before.head;
    const known = before.chunk === undefined ? before.changedFrom : changedFrom;
    this.changedFrom = Math.min(known, changedFrom);
    this.headChanged = before.headChanged || changedFrom <= before.head;
  }

  get lines(): LineIndex {
    this.#lines ??= lineIndexOf(this.octets);
    return this.#lines;
  }
}
