import { env, TabInputText, window, workspace } from 'vscode';
import type { Disposable, Tab, Uri } from 'vscode';

/** VS Code gives extensions no document that is longer. */
const MOST_OCTETS = 50 * 1024 * 1024;

/** Tells whoever opens a transcript that is too long for extensions what can be done with it. */
export function register(): Disposable {
  const told = new Set<string>();
  const check = async ({ input }: Tab): Promise<void> => {
    if (!(input instanceof TabInputText) || !input.uri.path.endsWith('.smtp')) return;
    const { uri } = input;
    if (uri.scheme !== 'file' || told.has(uri.toString())) return;
    const { size } = await workspace.fs.stat(uri);
    if (size <= MOST_OCTETS) return;
    told.add(uri.toString());
    await tell(uri, size);
  };
  const checkAll = (tabs: readonly Tab[]): void => {
    for (const tab of tabs) check(tab).catch(() => undefined);
  };
  checkAll(window.tabGroups.all.flatMap(group => group.tabs));
  return window.tabGroups.onDidChangeTabs(({ opened }) => checkAll(opened));
}

async function tell(uri: Uri, size: number): Promise<void> {
  const megabytes = Math.round(size / 1_000_000);
  const copy = 'Copy Command';
  const chosen = await window.showInformationMessage(
    `This transcript has ${megabytes} MB. VS Code hands extensions no file of more than 50 MiB, so nothing is checked, outlined or explained here; the command line reads files of any length.`,
    copy,
  );
  if (chosen === copy) await env.clipboard.writeText(`smtp-transcript lint ${quoted(uri.fsPath)}`);
}

/** For a POSIX shell and PowerShell alike, as far as that goes. */
function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
