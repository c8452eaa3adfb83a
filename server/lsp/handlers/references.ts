import type { Location, ReferenceParams } from 'vscode-languageserver/node';
import { mentionsOf, variableAt } from '../../core/feature/variableAt.ts';
import { request } from '../serverContext.ts';
import type { Feature } from './feature.ts';

/** `textDocument/references`: every mention of a variable. */
export const references: Feature = context => {
  context.connection.onReferences(
    request<ReferenceParams, Location[]>(
      context,
      'references',
      [],
      ({ document }, { position }) => {
        const { index, piece, offset } = document.locate(position);
        const found = variableAt(piece.chunk, offset);
        if (found === undefined) return [];
        const { uri } = document;
        return mentionsOf(found.variable).map(at => ({ uri, range: document.rangeOf(index, at) }));
      },
    ),
  );
  return { referencesProvider: true };
};
