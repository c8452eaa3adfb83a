import { commands, Disposable, env, languages, window, workspace } from 'vscode';
import type { QuickPickItem, TextDocument, TextEditor } from 'vscode';
import type { ConvertTarget } from '../../server/protocol/lsp.ts';
import { guarded } from '../guarded.ts';
import type { Conversion, Language } from '../languageClient/language.ts';
import { LANGUAGE_ID } from '../parts.ts';
import type { Parts } from '../parts.ts';
import { countOf } from '../words.ts';
import { insertionOf } from './insertion.ts';
import { registerPaste, surroundingsOf } from './paste.ts';

/** More editors are not opened at once. */
const MOST_EDITORS = 20;

/** Converting what an editor or the clipboard holds. */
export function register({ language, output }: Parts): Disposable {
  const converting = <R>(work: () => Promise<R>): (() => Promise<R | undefined>) =>
    guarded(output, 'The transcript could not be converted', work);
  return Disposable.from(
    registerPaste(language),
    commands.registerCommand(
      'smtpTranscript.convert',
      converting(() => convertActive(language)),
    ),
    commands.registerCommand(
      'smtpTranscript.export',
      converting(() => exportActive(language)),
    ),
    commands.registerCommand(
      'smtpTranscript.pasteAsTranscript',
      converting(() => pasteAsTranscript(language)),
    ),
  );
}

async function convertActive(language: Language): Promise<void> {
  const editor = activeEditor();
  if (editor !== undefined) await open(await convertEditor(language, editor, 'smtp'));
}

async function exportActive(language: Language): Promise<void> {
  const editor = activeEditor();
  if (editor === undefined) return;
  const target = await pickTarget(await language.convertTargets());
  if (target === undefined) return;
  const session = target.scope === 'session' ? await pickSession(language, editor) : 'all';
  if (session === undefined) return;
  await open(
    await convertEditor(language, editor, target.id, session === 'all' ? undefined : session),
  );
}

/** Into a `.smtp` editor, else into a new one. */
async function pasteAsTranscript(language: Language): Promise<void> {
  const text = await env.clipboard.readText();
  const conversion = await language.convertText({ text });
  const [sessions] = conversion.texts;
  if (sessions === undefined) {
    tellThereIsNone('on the clipboard');
    return;
  }
  const editor = window.activeTextEditor;
  if (editor === undefined || !(await isSmtp(language, editor.document))) return open(conversion);
  const inserted = insertionOf(sessions, surroundingsOf(editor.document, editor.selection));
  await editor.edit(edit => {
    edit.replace(editor.selection, inserted);
  });
}

/** The document is `.smtp`, or has still to become it. */
async function isSmtp(language: Language, document: TextDocument): Promise<boolean> {
  if (document.languageId !== LANGUAGE_ID) return false;
  if (document.getText().trim() === '') return true;
  return (await language.sessions(document)).dialect?.id === 'smtp';
}

/** A transcript is converted as it is read; of any other editor the text, or what is selected. */
function convertEditor(
  language: Language,
  { document, selection }: TextEditor,
  target: string,
  session?: number,
): Promise<Conversion> {
  const what = { target, ...(session !== undefined && { session }) };
  if (document.languageId === LANGUAGE_ID) return language.convert(document, what);
  const text = document.getText(selection.isEmpty ? undefined : selection);
  return language.convertText({ text, ...what });
}

interface TargetItem extends QuickPickItem {
  readonly target: ConvertTarget;
}

async function pickTarget(targets: readonly ConvertTarget[]): Promise<ConvertTarget | undefined> {
  const items = targets.map((target): TargetItem => ({
    label: target.label,
    detail: target.notes,
    target,
  }));
  const picked = await window.showQuickPick(items, {
    title: 'What is the transcript to become?',
    matchOnDetail: true,
  });
  return picked?.target;
}

/** The position of the one session, or of the one that the user picks; undefined: none was. */
async function pickSession(language: Language, editor: TextEditor): Promise<number | undefined> {
  const { document } = editor;
  if (document.languageId !== LANGUAGE_ID) {
    const { sessions } = await convertEditor(language, editor, 'smtp');
    const names = Array.from({ length: sessions }, (_, at) => `session ${String(at + 1)}`);
    return pickName(names, 0);
  }
  const { sessions } = await language.sessions(document);
  const line = editor.selection.active.line;
  const here = sessions.findIndex(({ startLine, endLine }) => startLine <= line && line <= endLine);
  return pickName(
    sessions.map(({ name }) => name),
    here,
  );
}

/** The name at `first` is offered first. */
async function pickName(names: readonly string[], first: number): Promise<number | undefined> {
  if (names.length <= 1) return 0;
  const items = names.map((label, index) => ({ label, index }));
  items.sort((a, b) => Number(b.index === first) - Number(a.index === first));
  const picked = await window.showQuickPick(items, { title: 'Which session?' });
  return picked?.index;
}

/** Opens what came out in untitled editors; says what could not be kept. */
async function open({ texts, languageId, losses, sessions }: Conversion): Promise<void> {
  if (sessions === 0) {
    tellThereIsNone('in this text');
    return;
  }
  const known = (await languages.getLanguages()).includes(languageId);
  const language = known ? languageId : 'plaintext';
  for (const content of texts.slice(0, MOST_EDITORS)) {
    const document = await workspace.openTextDocument({ language, content });
    await window.showTextDocument(document, { preview: false });
  }
  const left = texts.length - MOST_EDITORS;
  const more = left > 0 ? [`${countOf(left, 'more message')} not opened.`] : [];
  const told = [...losses, ...more].slice(0, 5).join(' ');
  if (told !== '') void window.showInformationMessage(told);
}

function activeEditor(): TextEditor | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) void window.showInformationMessage('Open the text in an editor first.');
  return editor;
}

function tellThereIsNone(where: string): void {
  void window.showInformationMessage(`There is no SMTP session ${where}.`);
}
