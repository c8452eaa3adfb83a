import type { Hover, HoverParams } from 'vscode-languageserver/node';
import { renderMarkdown, renderPlain } from '../../core/feature/explanation.ts';
import { hoverAt } from '../../core/feature/hover.ts';
import type { Feature } from './feature.ts';
import { request } from '../serverContext.ts';

/** `textDocument/hover`. */
export const hover: Feature = context => {
  const formats = context.client.textDocument?.hover?.contentFormat ?? [];
  const isMarkdown = formats.includes('markdown');
  context.connection.onHover(
    request<HoverParams, Hover | null>(context, 'hover', null, ({ document }, { position }) => {
      const { index, piece, offset } = document.locate(position);
      const found = hoverAt(piece.chunk, offset);
      if (found === undefined) return null;
      return {
        contents: isMarkdown
          ? { kind: 'markdown', value: renderMarkdown(found) }
          : { kind: 'plaintext', value: renderPlain(found) },
        range: document.rangeOf(index, found.at),
      };
    }),
  );
  return { hoverProvider: true };
};
