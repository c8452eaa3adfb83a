import { sourcePartsOf } from '../../core/transcript/sourcePlace.ts';
import type {
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensParams,
  SemanticTokensRangeParams,
} from 'vscode-languageserver/node';
import { TOKEN_TYPES, inOrder, tokensOf } from '../../core/feature/tokens.ts';
import type { Token } from '../../core/feature/tokens.ts';
import { lineAt } from '../../core/octets/lineIndex.ts';
import type { Chunk } from '../../core/transcript/model.ts';
import type { TranscriptDocument } from '../document.ts';
import type { ReadPiece } from '../piece.ts';
import { columnOf } from '../positions.ts';
import type { Encoding } from '../positions.ts';
import { request } from '../serverContext.ts';
import type { Feature } from './feature.ts';
import { tokenEdits } from './tokenEdits.ts';

/** `textDocument/semanticTokens`: full, delta and range. */
export const semanticTokens: Feature = context => {
  const { languages } = context.connection;
  const sent = new WeakMap<TranscriptDocument, { id: string; data: number[] }>();
  let serial = 0;
  const remember = (document: TranscriptDocument, data: number[]): SemanticTokens => {
    const resultId = String(++serial);
    sent.set(document, { id: resultId, data });
    return { resultId, data };
  };
  languages.semanticTokens.on(
    request<SemanticTokensParams, SemanticTokens>(
      context,
      'semanticTokens',
      { data: [] },
      ({ document }) => remember(document, dataOf(document, 0, Infinity)),
    ),
  );
  languages.semanticTokens.onDelta(
    request<SemanticTokensDeltaParams, SemanticTokens | SemanticTokensDelta>(
      context,
      'semanticTokens/delta',
      { data: [] },
      ({ document }, { previousResultId }) => {
        const before = sent.get(document);
        const data = dataOf(document, 0, Infinity);
        const { resultId } = remember(document, data);
        if (before?.id !== previousResultId) return { data, ...(resultId ? { resultId } : {}) };
        return { edits: tokenEdits(before.data, data), ...(resultId ? { resultId } : {}) };
      },
    ),
  );
  languages.semanticTokens.onRange(
    request<SemanticTokensRangeParams, SemanticTokens>(
      context,
      'semanticTokens/range',
      { data: [] },
      ({ document }, { range }) => ({ data: dataOf(document, range.start.line, range.end.line) }),
    ),
  );
  return {
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [] },
      full: { delta: true },
      range: true,
    },
  };
};

const FIELDS = 4;
const made = new WeakMap<Chunk, Uint32Array>();

/** Line within the chunk, column, length and type of each token; made once a chunk. */
function columnsOf({ chunk, lines }: ReadPiece, encoding: Encoding): Uint32Array {
  const known = made.get(chunk);
  if (known !== undefined) return known;
  const tokens = tokensInSource(chunk);
  const data = new Uint32Array(tokens.length * FIELDS);
  let at = 0;
  for (const { type, span } of tokens) {
    const { start, end } = span;
    const line = lineAt(lines, start);
    const from = lines.starts[line] ?? 0;
    data[at++] = line;
    data[at++] = columnOf(chunk.source, from, start, encoding);
    data[at++] = columnOf(chunk.source, start, end, encoding);
    data[at++] = TOKEN_TYPES.indexOf(type);
  }
  made.set(chunk, data);
  return data;
}

/** The words where they stand in the file: each on one line, in order, none over another. */
function tokensInSource(chunk: Chunk): readonly Token[] {
  const tokens = tokensOf(chunk);
  if (chunk.origin === undefined) return tokens;
  const placed = tokens.flatMap(({ type, span }) =>
    sourcePartsOf(chunk, span).map(part => ({ type, span: part })),
  );
  return inOrder(placed);
}

/** The tokens of lines `first` to `last` as LSP encodes them. */
function dataOf(document: TranscriptDocument, first: number, last: number): number[] {
  const result: number[] = [];
  let line = 0;
  let column = 0;
  for (const [index, piece] of document.pieces().entries()) {
    const base = document.lineBase(index);
    if (base > last) break;
    if (base + piece.lines.count <= first) continue;
    const data = columnsOf(piece, document.encoding);
    for (let at = 0; at < data.length; at += FIELDS) {
      const tokenLine = base + (data[at] ?? 0);
      if (tokenLine < first || tokenLine > last) continue;
      const tokenColumn = data[at + 1] ?? 0;
      const delta = tokenLine - line;
      result.push(delta, delta === 0 ? tokenColumn - column : tokenColumn);
      result.push(data[at + 2] ?? 0, data[at + 3] ?? 0, 0);
      line = tokenLine;
      column = tokenColumn;
    }
  }
  return result;
}
