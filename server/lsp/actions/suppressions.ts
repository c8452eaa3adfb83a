import type { CodeAction } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';
import {
  suppressHere,
  suppressInFile,
  suppressInSession,
} from '../../core/feature/suppressHere.ts';
import type { Finding } from '../../core/rule/finding.ts';
import type { Edit } from '../../core/rule/rule.ts';
import type { Showing } from '../diagnostics.ts';
import { diagnosticOf } from '../diagnostics.ts';
import type { EditOf } from './workspaceEdit.ts';

/** Comments that keep a finding quiet: it alone, or its rule in the session or the file. */
export function suppressions(showing: Showing, finding: Finding, editOf: EditOf): CodeAction[] {
  const { document, index, piece } = showing;
  const [first] = document.pieces();
  const ways: readonly (readonly [where: string, index: number, edit: Edit | undefined])[] = [
    ['here', index, suppressHere(piece.chunk, finding)],
    ['in this session', index, suppressInSession(piece.chunk, finding)],
    ['in this file', 0, first && suppressInFile(first.chunk, finding)],
  ];
  const kind = CodeActionKind.QuickFix;
  const diagnostics = [diagnosticOf(showing, finding)];
  return ways.flatMap(([where, at, edit]) => {
    if (edit === undefined) return [];
    const title = `Suppress ${finding.rule} ${where}`;
    return [{ title, kind, diagnostics, edit: editOf({ document, index: at }, [edit]) }];
  });
}
