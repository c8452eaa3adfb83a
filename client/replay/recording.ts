import { Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import type { LineEdit, LineRange, RunTextSession } from '../../server/protocol/lsp.ts';
import type { Language } from '../languageClient/language.ts';

/** What a promotion takes of a run. */
export interface Promotion {
  readonly document: TextDocument;
  readonly sessions: readonly RunTextSession[];
  /** Only replies that stand in these lines, 1-based. */
  readonly only?: LineRange;
}

/**
 * The edit that makes a document the recording of a run; undefined where it is that already. Rejects
 * in words where the run cannot be a recording.
 */
export async function recordingEdit(
  language: Language,
  { document, sessions, only }: Promotion,
): Promise<WorkspaceEdit | undefined> {
  const { promoted } = await language.runText(document, sessions);
  if ('refused' in promoted) throw new Error(promoted.refused);
  const edits = only === undefined ? promoted : promoted.filter(edit => isWithin(edit, only));
  if (edits.length === 0) return undefined;
  const edit = new WorkspaceEdit();
  for (const each of edits) {
    const { range, text } = placed(document, each);
    edit.replace(document.uri, range, text);
  }
  return edit;
}

/** Makes the document the recording of a run: true where something changed. Rejects in words. */
export async function saveRecording(language: Language, promotion: Promotion): Promise<boolean> {
  const { document } = promotion;
  const { version } = document;
  const edit = await recordingEdit(language, promotion);
  if (edit === undefined) return false;
  if (document.isClosed || document.version !== version) throw new Error(CHANGED);
  if (!(await workspace.applyEdit(edit))) throw new Error('the editor refused the change.');
  return true;
}

/** Why an old run cannot be taken over. */
export const CHANGED = 'the transcript changed since it was replayed: replay it again first.';

function isWithin(
  { startLine, endLine }: LineEdit,
  { from = 1, to = Infinity }: LineRange,
): boolean {
  return startLine < to && Math.max(endLine, startLine + 1) >= from;
}

/** The last line of a document has no end of its own to be replaced. */
function placed(document: TextDocument, edit: LineEdit): { range: Range; text: string } {
  const { startLine, endLine, text } = edit;
  if (endLine < document.lineCount) return { range: new Range(startLine, 0, endLine, 0), text };
  const { end } = document.lineAt(document.lineCount - 1).range;
  return { range: new Range(startLine, 0, end.line, end.character), text: text.replace(/\n$/, '') };
}

/** A document of this address that is open, or is opened. Rejects where it is gone. */
export async function openedAt(uri: string): Promise<TextDocument> {
  const open = workspace.textDocuments.find(document => document.uri.toString() === uri);
  const parsed = Uri.parse(uri, true);
  // VS Code would make a new one of this name.
  if (open === undefined && parsed.scheme === 'untitled') {
    throw new Error('what was replayed was never saved, and is closed now.');
  }
  return open ?? workspace.openTextDocument(parsed);
}
