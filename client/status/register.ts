import { Disposable, languages, window, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import type { SessionsResult } from '../../server/protocol/lsp.ts';
import { LANGUAGE_ID } from '../parts.ts';
import type { Parts } from '../parts.ts';
import { countOf } from '../words.ts';

/** VS Code colours no more than this. */
const MOST_LINES = 300_000;
const MOST_CHARACTERS = 20 * 1024 * 1024;
const NO_COLOURS =
  'too long for VS Code to colour and fold; all else works, and the command line has no limit';

/** Quiet typing before the sessions are counted again, milliseconds. */
const DELAY_MS = 400;

/** The language status: the dialect of the active transcript and how many sessions it holds. */
export function register({ language }: Parts): Disposable {
  const selector = ['file', 'untitled'].map(scheme => ({ language: LANGUAGE_ID, scheme }));
  const item = languages.createLanguageStatusItem('smtpTranscript.sessions', selector);
  item.name = 'SMTP Transcript';
  item.text = 'SMTP';
  item.command = { title: 'Choose Dialect…', command: 'smtpTranscript.chooseDialect' };
  let timer: NodeJS.Timeout | undefined;

  const update = async (): Promise<void> => {
    const document = activeTranscript();
    if (document === undefined) return;
    try {
      const found = await language.sessions(document);
      if (activeTranscript() !== document) return;
      // Setting an unchanged text would still make the status bar draw itself.
      const text = textOf(found);
      if (item.text !== text) item.text = text;
      item.detail = isTooLongForColours(document) ? NO_COLOURS : '';
    } catch {
      // The last text stays until the server answers again.
    }
  };
  const soon = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void update(), ms);
  };
  soon(0);
  return Disposable.from(
    item,
    { dispose: () => clearTimeout(timer) },
    language.onReady(() => soon(0)),
    window.onDidChangeActiveTextEditor(() => soon(0)),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === activeTranscript()) soon(DELAY_MS);
    }),
  );
}

function activeTranscript(): TextDocument | undefined {
  const document = window.activeTextEditor?.document;
  return document?.languageId === LANGUAGE_ID ? document : undefined;
}

function isTooLongForColours(document: TextDocument): boolean {
  const { lineCount } = document;
  if (lineCount > MOST_LINES) return true;
  return document.offsetAt(document.lineAt(lineCount - 1).range.end) > MOST_CHARACTERS;
}

function textOf({ dialect, sessions }: SessionsResult): string {
  return `${dialect?.label ?? 'SMTP'}: ${countOf(sessions.length, 'session')}`;
}
