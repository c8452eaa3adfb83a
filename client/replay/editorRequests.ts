import { window } from 'vscode';
import type { TextEditor } from 'vscode';
import type { LineRange } from '../../server/protocol/lsp.ts';
import type { Language } from '../languageClient/language.ts';
import { LANGUAGE_ID } from '../parts.ts';
import type { ReplayRequest } from './replayRequest.ts';
import { sessionAt, sessionsWithin } from './sessionAt.ts';

/** Which part of the active editor is to be replayed. */
export type EditorPart = 'session' | 'to-cursor' | 'from-cursor' | 'selection' | 'file';

/** What an editor's cursor or selection means. Rejects in words where it means nothing. */
export async function editorRequest(
  language: Language,
  editor: TextEditor,
  part: EditorPart,
): Promise<ReplayRequest> {
  const { uri } = editor.document;
  if (part === 'file') return { uri, sessions: 'all' };
  const { sessions } = await language.sessions(editor.document);
  if (part === 'selection') {
    const { first, last } = selectedLines(editor);
    const within = sessionsWithin(sessions, first, last);
    if (within.length === 0) throw new Error('there is no SMTP session in the selected lines.');
    const lines = { from: first + 1, to: last + 1 };
    return { uri, sessions: within.map(({ index }) => index), lines };
  }
  const line = editor.selection.active.line;
  const session = sessionAt(sessions, line);
  if (session === undefined) throw new Error('there is no SMTP session in this file.');
  const lines = linesOf(part, line + 1);
  return { uri, sessions: [session.index], ...(lines && { lines }) };
}

/** The editor that shows a document, the active one first; undefined where none does. */
export function editorOf(uri: string): TextEditor | undefined {
  const active = window.activeTextEditor;
  const editors = active ? [active, ...window.visibleTextEditors] : window.visibleTextEditors;
  return editors.find(({ document }) => document.uri.toString() === uri);
}

/** The editor whose transcript commands mean; rejects where it shows none. */
export function activeTranscript(): TextEditor {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId === LANGUAGE_ID) return editor;
  throw new Error('open an SMTP transcript (.smtp) first.');
}

function linesOf(
  part: 'session' | 'to-cursor' | 'from-cursor',
  line: number,
): LineRange | undefined {
  if (part === 'to-cursor') return { to: line };
  return part === 'from-cursor' ? { from: line } : undefined;
}

/** A selection that ends before the first character of a line does not mean that line. */
function selectedLines({ selection }: TextEditor): { first: number; last: number } {
  const { start, end } = selection;
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { first: start.line, last };
}
