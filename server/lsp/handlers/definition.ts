import type { DefinitionParams, Location } from 'vscode-languageserver/node';
import { definitionsOf, variableAt } from '../../core/feature/variableAt.ts';
import { request } from '../serverContext.ts';
import type { Feature } from './feature.ts';

/** `textDocument/definition`: from a `{{name}}` place to where the name gets its value. */
export const definition: Feature = context => {
  context.connection.onDefinition(
    request<DefinitionParams, Location[]>(
      context,
      'definition',
      [],
      ({ document }, { position }) => {
        const { index, piece, offset } = document.locate(position);
        const found = variableAt(piece.chunk, offset);
        if (found === undefined) return [];
        const { uri } = document;
        return definitionsOf(found.variable).map(at => ({
          uri,
          range: document.rangeOf(index, at),
        }));
      },
    ),
  );
  return { definitionProvider: true };
};
