import type {
  DocumentSymbol,
  DocumentSymbolParams,
  SymbolInformation,
} from 'vscode-languageserver/node';
import { SymbolKind } from 'vscode-languageserver/node';
import { outlineOf } from '../../core/feature/outline.ts';
import type { OutlineNode } from '../../core/feature/outline.ts';
import type { TranscriptDocument } from '../document.ts';
import { request } from '../serverContext.ts';
import type { Feature } from './feature.ts';

/** More nodes than this make an editor slow, and nobody scrolls through them. */
const LIMIT = 10_000;

const KINDS: Readonly<Record<OutlineNode['kind'], SymbolKind>> = {
  session: SymbolKind.Namespace,
  transaction: SymbolKind.Event,
  command: SymbolKind.Method,
  reply: SymbolKind.Constant,
};

/** `textDocument/documentSymbol`. */
export const documentSymbol: Feature = context => {
  const nests =
    context.client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
  context.connection.onDocumentSymbol(
    request<DocumentSymbolParams, DocumentSymbol[] | SymbolInformation[]>(
      context,
      'documentSymbol',
      [],
      ({ document }) => {
        const symbols = symbolsOf(document);
        return nests ? symbols : symbols.flatMap(symbol => flattened(symbol, document.uri));
      },
    ),
  );
  return { documentSymbolProvider: { label: 'SMTP' } };
};

function symbolsOf(document: TranscriptDocument): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  const budget = { left: LIMIT };
  let sessions = 0;
  for (const [index, piece] of document.pieces().entries()) {
    if (budget.left <= 0) {
      symbols.push(note(document, index));
      break;
    }
    for (const node of outlineOf(piece.chunk, sessions + 1)) {
      sessions++;
      if (budget.left > 0) symbols.push(symbolOf(document, index, node, budget));
    }
  }
  return symbols;
}

function symbolOf(
  document: TranscriptDocument,
  index: number,
  node: OutlineNode,
  budget: { left: number },
): DocumentSymbol {
  budget.left--;
  const children: DocumentSymbol[] = [];
  for (const child of node.children) {
    if (budget.left <= 0) break;
    children.push(symbolOf(document, index, child, budget));
  }
  return {
    name: node.name,
    detail: node.detail,
    kind: KINDS[node.kind],
    range: document.rangeOf(index, node.span),
    selectionRange: document.rangeOf(index, node.selection),
    children,
  };
}

/** Says at its end that the outline is not complete. */
function note(document: TranscriptDocument, index: number): DocumentSymbol {
  const at = document.rangeOf(index, { start: 0, end: 0 });
  const name = `… the outline ends here: it has ${String(LIMIT)} entries`;
  return { name, kind: SymbolKind.Null, range: at, selectionRange: at };
}

function flattened(symbol: DocumentSymbol, uri: string): SymbolInformation[] {
  const { name, kind, selectionRange, children } = symbol;
  const own: SymbolInformation = { name, kind, location: { uri, range: selectionRange } };
  return [own, ...(children ?? []).flatMap(child => flattened(child, uri))];
}
