import { QuickPickItemKind, window } from 'vscode';
import type { QuickPickItem, TextDocument } from 'vscode';
import type { SessionItem } from '../../server/protocol/lsp.ts';
import { withoutIcons } from '../words.ts';

interface Item extends QuickPickItem {
  readonly sessions: readonly SessionItem[];
}

/**
 * The sessions to replay: the only one, or what the user picks, beginning with the one under the
 * cursor. Undefined where they gave up.
 */
export async function chooseSessions(
  document: TextDocument,
  sessions: readonly SessionItem[],
): Promise<readonly SessionItem[] | undefined> {
  if (sessions.length < 2) return sessions;
  const here = sessionAtCursor(document, sessions);
  const ordered = here === undefined ? sessions : [here, ...sessions.filter(x => x !== here)];
  const all: Item = {
    label: '$(run-all) All sessions',
    description: `${String(sessions.length)}, one after the other`,
    sessions,
  };
  const items: Item[] = [
    ...ordered.map(session => itemOf(session, session === here)),
    { label: '', kind: QuickPickItemKind.Separator, sessions: [] },
    all,
  ];
  const picked = await window.showQuickPick(items, { title: 'Which session is to be replayed?' });
  return picked?.sessions;
}

function itemOf(session: SessionItem, isHere: boolean): Item {
  const lines = `lines ${String(session.startLine + 1)}–${String(session.endLine + 1)}`;
  const description = isHere ? `${lines}, at the cursor` : lines;
  return { label: `$(play) ${withoutIcons(session.name)}`, description, sessions: [session] };
}

function sessionAtCursor(
  document: TextDocument,
  sessions: readonly SessionItem[],
): SessionItem | undefined {
  const editor = window.activeTextEditor;
  if (editor?.document !== document) return undefined;
  const { line } = editor.selection.active;
  return sessions.find(session => session.startLine <= line && line <= session.endLine);
}
