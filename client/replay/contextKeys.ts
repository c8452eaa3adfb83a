import { commands, Disposable, window, workspace } from 'vscode';
import { sourceOf } from './liveDocuments.ts';
import type { Replayer } from './replayer.ts';

/** What menus and the palette go by: what was replayed, and whether there is anything to replay. */
export function registerContextKeys(replayer: Replayer): Disposable {
  const tell = (): void => set('isReplayed', isActiveReplayed(replayer));
  const watcher = workspace.createFileSystemWatcher('**/*.smtp', false, true, true);
  tell();
  void workspace.findFiles('**/*.smtp', undefined, 1).then(found => {
    if (found.length > 0) set('hasTranscripts', true);
  });
  return Disposable.from(
    watcher,
    watcher.onDidCreate(() => set('hasTranscripts', true)),
    replayer.results.onDidChange(tell),
    window.onDidChangeActiveTextEditor(tell),
    replayer.onDidFinish(() => set('hasReplayed', true)),
  );
}

/** It is known how the active transcript, or the one whose run is shown, went as it stands now. */
function isActiveReplayed({ results }: Replayer): boolean {
  const shown = window.activeTextEditor?.document.uri;
  if (shown === undefined) return false;
  const uri = (sourceOf(shown) ?? shown).toString();
  const document = workspace.textDocuments.find(each => each.uri.toString() === uri);
  return document !== undefined && results.of(document).length > 0;
}

function set(name: string, value: boolean): void {
  void commands.executeCommand('setContext', `smtpTranscript.${name}`, value);
}
