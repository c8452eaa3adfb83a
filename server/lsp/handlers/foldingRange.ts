import type { FoldingRange, FoldingRangeParams } from 'vscode-languageserver/node';
import { foldsOf } from '../../core/feature/folding.ts';
import type { Fold } from '../../core/feature/folding.ts';
import type { TranscriptDocument } from '../document.ts';
import { request } from '../serverContext.ts';
import type { Feature } from './feature.ts';

/** Where the client names no limit of its own. */
const LIMIT = 5000;

/** `textDocument/foldingRange`. */
export const foldingRange: Feature = context => {
  const limit = context.client.textDocument?.foldingRange?.rangeLimit ?? LIMIT;
  context.connection.onFoldingRanges(
    request<FoldingRangeParams, FoldingRange[]>(context, 'foldingRange', [], ({ document }) =>
      rangesOf(document, limit),
    ),
  );
  return { foldingRangeProvider: true };
};

/** What matters most when there are too many. */
const ORDER: readonly Fold['kind'][] = ['session', 'transaction', 'content', 'header', 'reply'];

function rangesOf(document: TranscriptDocument, limit: number): FoldingRange[] {
  const groups = new Map<Fold['kind'], FoldingRange[]>(ORDER.map(kind => [kind, []]));
  for (const [index, piece] of document.pieces().entries()) {
    for (const { kind, span } of foldsOf(piece.chunk)) {
      const startLine = document.positionAt(index, span.start).line;
      const endLine = document.positionAt(index, span.end).line;
      if (endLine > startLine) groups.get(kind)?.push({ startLine, endLine });
    }
  }
  const ranges = ORDER.flatMap(kind => groups.get(kind) ?? []).slice(0, limit);
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}
