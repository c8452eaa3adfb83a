import type { SelectionRange, SelectionRangeParams } from 'vscode-languageserver/node';
import { selectionsAt } from '../../core/feature/selections.ts';
import type { LspPosition, TranscriptDocument } from '../document.ts';
import { request } from '../serverContext.ts';
import type { Feature } from './feature.ts';

/** `textDocument/selectionRange`: word, line, exchange, transaction, session. */
export const selectionRange: Feature = context => {
  context.connection.onSelectionRanges(
    request<SelectionRangeParams, SelectionRange[]>(
      context,
      'selectionRange',
      [],
      ({ document }, { positions }) => positions.map(position => chainOf(document, position)),
    ),
  );
  return { selectionRangeProvider: true };
};

function chainOf(document: TranscriptDocument, position: LspPosition): SelectionRange {
  const { index, piece, offset } = document.locate(position);
  let chain: SelectionRange | undefined;
  for (const span of selectionsAt(piece.chunk, offset).reverse()) {
    const range = document.rangeOf(index, span);
    chain = chain === undefined ? { range } : { range, parent: chain };
  }
  return chain ?? { range: { start: position, end: position } };
}
