import { Disposable, OverviewRulerLane, Range, ThemeColor, window, workspace } from 'vscode';
import type { DecorationOptions, TextDocument, TextEditor } from 'vscode';
import { CONVERSATION_SCHEME } from '../parts.ts';
import { durationText } from '../words.ts';
import type { LiveDocuments } from './liveDocuments.ts';
import { troubleLines } from './noteLines.ts';

/** Marks the notes about differences and failures, and says behind replies how long they took. */
export function registerConversationMarks(documents: LiveDocuments): Disposable {
  const trouble = window.createTextEditorDecorationType({
    isWholeLine: true,
    color: new ThemeColor('editorError.foreground'),
    fontWeight: 'bold',
    overviewRulerColor: new ThemeColor('editorError.foreground'),
    overviewRulerLane: OverviewRulerLane.Right,
  });
  const took = window.createTextEditorDecorationType({
    after: { color: new ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 2em' },
  });
  const mark = (editor: TextEditor): void => {
    const { document } = editor;
    if (document.uri.scheme !== CONVERSATION_SCHEME) return;
    editor.setDecorations(trouble, troubleIn(document));
    editor.setDecorations(took, timesIn(document, documents));
  };
  return Disposable.from(
    trouble,
    took,
    window.onDidChangeVisibleTextEditors(editors => editors.forEach(mark)),
    workspace.onDidChangeTextDocument(({ document }) => {
      for (const editor of window.visibleTextEditors) {
        if (editor.document === document) mark(editor);
      }
    }),
  );
}

function troubleIn(document: TextDocument): Range[] {
  const lines = Array.from({ length: document.lineCount }, (_, at) => document.lineAt(at));
  const isTrouble = troubleLines(lines.map(({ text }) => text));
  return lines.filter((_, at) => isTrouble[at] === true).map(({ range }) => range);
}

function timesIn(document: TextDocument, documents: LiveDocuments): DecorationOptions[] {
  const times = documents.replyTimes(document.uri);
  // The editor may still show an earlier text.
  return times.flatMap(({ line, took }) => {
    if (line >= document.lineCount) return [];
    const { end } = document.lineAt(line).range;
    const after = { contentText: durationText(took) };
    return [{ range: new Range(end, end), renderOptions: { after } }];
  });
}
