import type { DocumentHighlight, DocumentHighlightParams } from 'vscode-languageserver/node';
import { highlightsAt } from '../../core/feature/highlights.ts';
import { request } from '../serverContext.ts';
import type { Feature } from './feature.ts';

/** `textDocument/documentHighlight`: a command and its replies. */
export const documentHighlight: Feature = context => {
  context.connection.onDocumentHighlight(
    request<DocumentHighlightParams, DocumentHighlight[]>(
      context,
      'documentHighlight',
      [],
      ({ document }, { position }) => {
        const { index, piece, offset } = document.locate(position);
        const spans = highlightsAt(piece.chunk, offset);
        return spans.map(span => ({ range: document.rangeOf(index, span) }));
      },
    ),
  );
  return { documentHighlightProvider: true };
};
