import type { CompletionItem, CompletionList, CompletionParams } from 'vscode-languageserver/node';
import { CompletionItemKind } from 'vscode-languageserver/node';
import { completionsAt } from '../../core/feature/completion.ts';
import type { Completion } from '../../core/feature/typing.ts';
import type { LspRange } from '../document.ts';
import { request } from '../serverContext.ts';
import type { Feature } from './feature.ts';

const KINDS: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  verb: CompletionItemKind.Keyword,
  parameter: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  code: CompletionItemKind.Value,
  directive: CompletionItemKind.Snippet,
  rule: CompletionItemKind.Constant,
  prefix: CompletionItemKind.Text,
  variable: CompletionItemKind.Variable,
};

/** After these there is something new to choose. */
const TRIGGERS = [' ', ':', '@', '=', ',', '-', '#', '{'];

/** `textDocument/completion`. */
export const completion: Feature = context => {
  const empty: CompletionList = { isIncomplete: false, items: [] };
  context.connection.onCompletion(
    request<CompletionParams, CompletionList>(context, 'completion', empty, (open, params) => {
      const { document } = open;
      const { index, piece, offset } = document.locate(params.position);
      const found = completionsAt(piece.chunk, offset);
      const items = found.map(each => itemOf(each, document.rangeOf(index, each.at)));
      return { isIncomplete: false, items };
    }),
  );
  return { completionProvider: { triggerCharacters: TRIGGERS, resolveProvider: false } };
};

function itemOf(found: Completion, range: LspRange): CompletionItem {
  const { label, insert, detail, about, rank } = found;
  return {
    label,
    kind: KINDS[found.kind],
    ...(detail === '' ? {} : { detail }),
    ...(about === undefined || about === '' ? {} : { documentation: about }),
    sortText: String(rank).padStart(4, '0'),
    // What is replaced is what the client filters by.
    filterText: insert.trimEnd(),
    textEdit: { range, newText: insert },
  };
}
