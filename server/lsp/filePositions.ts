import { lineAt, lineEndAt, lineIndexOf } from '../core/octets/lineIndex.ts';
import type { LineIndex } from '../core/octets/lineIndex.ts';
import type { Span } from '../core/octets/span.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import type { LspPosition, LspRange } from './document.ts';
import type { FileText } from './fileText.ts';
import type { Encoding } from './positions.ts';
import { columnOf, octetOf } from './positions.ts';

const LONGEST_CHARACTER = 4;

/**
 * Where the octets of a file stand in the buffer that shows it: the lines are the same, whatever
 * ends them, and columns follow the encoding in which the file was read.
 */
export class FilePositions {
  readonly #file: FileText;
  readonly #buffer: Uint8Array;
  readonly #encoding: Encoding;
  readonly #fileLines: LineIndex;
  readonly #bufferLines: LineIndex;

  constructor(file: FileText, buffer: Uint8Array, encoding: Encoding) {
    this.#file = file;
    this.#buffer = buffer;
    this.#encoding = encoding;
    this.#fileLines = lineIndexOf(file.octets);
    this.#bufferLines = lineIndexOf(buffer);
  }

  /** 0-based line of an octet offset. */
  lineOf(offset: number): number {
    return lineAt(this.#fileLines, offset);
  }

  /** The position of an octet offset; within a line end it is the end of the line. */
  positionAt(offset: number): LspPosition {
    const line = this.lineOf(offset);
    return { line, character: this.#column(line, this.#unitsTo(line, offset, 'start')) };
  }

  /** The range of a span on its first line; a line end shows as the last character before it. */
  rangeOf({ start, end }: Span): LspRange {
    const line = this.lineOf(start);
    const lineEnd = lineEndAt(this.#file.octets, this.#fileLines, line);
    const from = Math.min(start, this.#lastCharacter(line, lineEnd));
    const to = Math.max(from, Math.min(end, lineEnd));
    return {
      start: this.positionAt(from),
      end: { line, character: this.#column(line, this.#unitsTo(line, to, 'end')) },
    };
  }

  #lastCharacter(line: number, lineEnd: number): number {
    const { octets, decoding } = this.#file;
    const from = this.#fileLines.starts[line] ?? 0;
    if (lineEnd <= from) return lineEnd;
    return decoding === 'utf-8' ? characterStart(octets, from, lineEnd - 1) : lineEnd - 1;
  }

  /** UTF-16 units before an offset of a line; where nobody can tell, as few or many as may be. */
  #unitsTo(line: number, offset: number, bound: 'start' | 'end'): number {
    const { octets, decoding } = this.#file;
    const from = this.#fileLines.starts[line] ?? 0;
    const lineEnd = lineEndAt(octets, this.#fileLines, line);
    const to = Math.max(from, Math.min(offset, lineEnd));
    if (bufferScanner.isAscii(octets, from, to) || decoding === 'octet') return to - from;
    if (decoding === 'utf-8') {
      const whole = to < lineEnd ? characterStart(octets, from, to) : to;
      return bufferScanner.utf8(octets, from, whole).length;
    }
    const units = this.#unitsOf(line);
    if (units === lineEnd - from) return to - from;
    return bound === 'end' ? units : 0;
  }

  #unitsOf(line: number): number {
    const { from, to } = this.#bufferLine(line);
    return columnOf(this.#buffer, from, to, 'utf-16');
  }

  /** The client's column for a number of UTF-16 units. */
  #column(line: number, units: number): number {
    if (this.#encoding === 'utf-16') return units;
    const place = this.#bufferLine(line);
    return octetOf(this.#buffer, place, units, 'utf-16').offset - place.from;
  }

  #bufferLine(line: number): { from: number; to: number } {
    const from = this.#bufferLines.starts[line] ?? this.#buffer.length;
    return { from, to: lineEndAt(this.#buffer, this.#bufferLines, line) };
  }
}

/** Where the character begins, be it one or a U+FFFD, that the octet at `at` belongs to. */
function characterStart(octets: Uint8Array, from: number, at: number): number {
  if (((octets[at] ?? 0) & 0xc0) !== 0x80) return at;
  const least = Math.max(from, at - LONGEST_CHARACTER + 1);
  for (let start = at - 1; start >= least; start--) {
    if (((octets[start] ?? 0) & 0xc0) === 0x80) continue;
    // The octets up to `at` are part of it as long as they decode to one character.
    return bufferScanner.utf8(octets, start, at + 1).length <= 1 || isAstral(octets, start, at)
      ? start
      : at;
  }
  return at;
}

function isAstral(octets: Uint8Array, start: number, at: number): boolean {
  const text = bufferScanner.utf8(octets, start, at + 1);
  return (text.codePointAt(0) ?? 0) > 0xffff && text.length === 2;
}
