import { Disposable, OverviewRulerLane, ThemeColor, window, workspace } from 'vscode';
import type { Range, TextDocument, TextEditor } from 'vscode';
import { CONVERSATION_SCHEME } from '../parts.ts';
import { isTrouble } from './conversation.ts';

/** Marks the notes about differences and failures, which would look like any other note. */
export function registerConversationMarks(): Disposable {
  const trouble = window.createTextEditorDecorationType({
    isWholeLine: true,
    color: new ThemeColor('editorError.foreground'),
    fontWeight: 'bold',
    overviewRulerColor: new ThemeColor('editorError.foreground'),
    overviewRulerLane: OverviewRulerLane.Right,
  });
  const mark = (editor: TextEditor): void => {
    const { document } = editor;
    if (document.uri.scheme !== CONVERSATION_SCHEME) return;
    editor.setDecorations(trouble, rangesOf(document));
  };
  return Disposable.from(
    trouble,
    window.onDidChangeVisibleTextEditors(editors => editors.forEach(mark)),
    workspace.onDidChangeTextDocument(({ document }) => {
      for (const editor of window.visibleTextEditors) {
        if (editor.document === document) mark(editor);
      }
    }),
  );
}

function rangesOf(document: TextDocument): Range[] {
  const ranges: Range[] = [];
  for (let at = 0; at < document.lineCount; at++) {
    const line = document.lineAt(at);
    if (isTrouble(line.text)) ranges.push(line.range);
  }
  return ranges;
}
