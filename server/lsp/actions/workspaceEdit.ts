import type { ClientCapabilities, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import type { Edit } from '../../core/rule/rule.ts';
import type { TranscriptDocument } from '../document.ts';
import type { Showing } from '../diagnostics.ts';

/** An edit of one document, for this version of it alone where the client can tell versions. */
export function workspaceEditOf(
  { uri, version }: TranscriptDocument,
  edits: TextEdit[],
  client: ClientCapabilities,
): WorkspaceEdit {
  return client.workspace?.workspaceEdit?.documentChanges === true
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}

/** Makes edits of a piece edits of its document. */
export type EditOf = (
  place: Pick<Showing, 'document' | 'index'>,
  edits: readonly Edit[],
) => WorkspaceEdit;

/** The same for what this client takes. */
export function pieceEditsFor(client: ClientCapabilities): EditOf {
  return ({ document, index }, edits) => {
    const all = edits.map(({ at, text }) => ({
      range: document.rangeOf(index, at),
      newText: text,
    }));
    return workspaceEditOf(document, all, client);
  };
}
