import { Disposable, StatusBarAlignment, ThemeColor, window, workspace } from 'vscode';
import type { StatusBarItem } from 'vscode';
import { LANGUAGE_ID } from '../parts.ts';
import type { Environments } from './environments.ts';
import { statusText } from './statusText.ts';

/** The status bar item that shows and switches the current environment while a transcript is seen. */
export function registerStatusItem(environments: Environments): Disposable {
  const item = window.createStatusBarItem(
    'smtpTranscript.environment',
    StatusBarAlignment.Right,
    100,
  );
  item.name = 'SMTP Environment';
  item.command = 'smtpTranscript.chooseEnvironment';
  const update = (): void => {
    if (!isTranscriptVisible()) {
      item.hide();
      return;
    }
    show(item, environments);
    item.show();
    // The first answer may bring the one that this workspace remembers.
    void environments.all().then(() => show(item, environments));
  };
  update();
  return Disposable.from(
    item,
    environments.onDidChange(() => show(item, environments)),
    window.onDidChangeVisibleTextEditors(update),
    window.onDidChangeActiveTextEditor(update),
    // Also where a document changes its language, as with “Read as Transcript”.
    workspace.onDidOpenTextDocument(update),
    workspace.onDidCloseTextDocument(update),
  );
}

function show(item: StatusBarItem, { current }: Environments): void {
  const { text, tooltip, isProduction } = statusText(current);
  // Setting an unchanged text would still make the status bar draw itself.
  if (item.tooltip === tooltip && item.text === text) return;
  item.text = text;
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: tooltip };
  item.backgroundColor = isProduction ? new ThemeColor('statusBarItem.errorBackground') : undefined;
  item.color = isProduction ? new ThemeColor('statusBarItem.errorForeground') : undefined;
}

function isTranscriptVisible(): boolean {
  return window.visibleTextEditors.some(({ document }) => document.languageId === LANGUAGE_ID);
}
