import { unescape } from '../octets/escapes.ts';
import type { Span } from '../octets/span.ts';
import { contentLinesIn } from './contentParts.ts';
import type { HeaderField } from './headerFields.ts';
import type { Chunk, Content } from './model.ts';

/** The value of a header field without its line ends (RFC 5322 §2.2.3). */
export interface Unfolded {
  /** One character an octet. */
  readonly text: string;
  /** Where a stretch of it stands in the transcript. */
  readonly spanOf: (start: number, end: number) => Span;
}

/** No value needs more; what follows is not read. */
const MOST_OCTETS = 262_144;

/** A stretch of the value and where its octets came from. */
interface Piece {
  readonly start: number;
  readonly text: string;
  readonly origin: (index: number) => number;
}

/** Joins the lines of a field as they are read; escapes of raw lines are resolved. */
export function unfolded(chunk: Chunk, content: Content, field: HeaderField): Unfolded {
  const { body } = field;
  if (field.lines === 1 && !field.raw) {
    const end = Math.min(body.end, body.start + MOST_OCTETS);
    const text = chunk.scanner.latin1(chunk.octets, body.start, end);
    return { text, spanOf: (from, to) => ({ start: body.start + from, end: body.start + to }) };
  }
  const pieces = piecesOf(chunk, content, body);
  const originOf = (index: number, beyond = 0): number => {
    const piece = pieces.findLast(({ start }) => start <= index) ?? pieces[0];
    return piece === undefined ? body.start : piece.origin(index + beyond - piece.start);
  };
  return {
    text: pieces.map(({ text }) => text).join(''),
    spanOf: (from, to) => {
      const start = originOf(from);
      return { start, end: to > from ? originOf(to - 1, 1) : start };
    },
  };
}

function piecesOf(chunk: Chunk, content: Content, body: Span): readonly Piece[] {
  const { octets, scanner } = chunk;
  const lineStart = scanner.lastIndexOf(octets, 10, content.span.start, body.start) + 1;
  const from = Math.max(lineStart, content.span.start);
  const pieces: Piece[] = [];
  let length = 0;
  for (const line of contentLinesIn(chunk, content, { start: from, end: body.end })) {
    const start = Math.max(line.start, body.start);
    const piece = { start: length, ...pieceOf(chunk, { start, end: line.end }, line.raw) };
    pieces.push(piece);
    length += piece.text.length;
    if (length > MOST_OCTETS) break;
  }
  return pieces;
}

function pieceOf(
  { octets, scanner }: Chunk,
  { start, end }: Span,
  raw: boolean,
): Omit<Piece, 'start'> {
  if (!raw) return { text: scanner.latin1(octets, start, end), origin: index => start + index };
  const wire = unescape(octets, start, end);
  const text = scanner.latin1(wire.octets, 0, wire.octets.length).replace(/[\r\n]+$/, '');
  return { text, origin: index => wire.origins[index] ?? end };
}
