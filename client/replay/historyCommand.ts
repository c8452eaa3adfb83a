import { window } from 'vscode';
import type { Uri } from 'vscode';
import type { Dialogs } from '../dialogs.ts';
import type { Language } from '../languageClient/language.ts';
import { countOf } from '../words.ts';
import { showComparison } from './compareTexts.ts';
import { pickAction, pickOtherRun, pickRun, titleOf } from './historyPick.ts';
import type { HistoryAction } from './historyPick.ts';
import type { LiveDocuments } from './liveDocuments.ts';
import { CHANGED, openedAt, saveRecording } from './recording.ts';
import { showRunDiff } from './runDiff.ts';
import type { RunEntry } from './runEntry.ts';
import { textHash } from './runHistory.ts';
import type { RunHistory } from './runHistory.ts';

/** What the commands about earlier runs work with. */
export interface HistoryParts {
  readonly language: Language;
  readonly dialogs: Dialogs;
  readonly documents: LiveDocuments;
  readonly history: RunHistory;
}

/** Shows the runs and does with one of them what the user wants. Rejects in words. */
export async function showHistory(parts: HistoryParts): Promise<void> {
  const entries = await parts.history.entries();
  if (entries.length === 0) {
    void window.showInformationMessage('Nothing was replayed yet.');
    return;
  }
  const picked = await pickRun(entries, 'Runs, the last one first');
  if (picked === 'all') await removeAll(parts, entries.length);
  else if (picked !== undefined) {
    const action = await pickAction(picked);
    if (action !== undefined) await act(parts, { entry: picked, entries, action });
  }
}

interface Choice {
  readonly entry: RunEntry;
  readonly entries: readonly RunEntry[];
  readonly action: HistoryAction;
}

async function act(parts: HistoryParts, { entry, entries, action }: Choice): Promise<void> {
  switch (action) {
    case 'open':
      await parts.documents.show(await shownRun(parts, entry));
      break;
    case 'compare-file':
      await compareWithFile(parts, entry);
      break;
    case 'compare-run': {
      const other = await pickOtherRun(entries.filter(each => each !== entry));
      if (other !== undefined) await compareRuns(parts, other, entry);
      break;
    }
    case 'save':
      await saveEntry(parts, entry);
      break;
    case 'remove':
      await parts.history.remove(entry);
      break;
    default:
      action satisfies never;
  }
}

/** The recorded replies beside those of the run, or the two texts where the file changed since. */
async function compareWithFile(parts: HistoryParts, entry: RunEntry): Promise<void> {
  const { language, documents, history } = parts;
  const document = await openedAt(entry.uri);
  const sessions = await history.sessions(entry);
  if (sessions !== undefined && textHash(document.getText()) === entry.hash) {
    await showRunDiff(language, documents, { document, sessions });
    return;
  }
  await showComparison(parts, {
    left: { name: document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1), document },
    right: { name: titleOf(entry), text: await history.transcript(entry) },
  });
}

async function compareRuns(parts: HistoryParts, left: RunEntry, right: RunEntry): Promise<void> {
  await showComparison(parts, {
    left: { name: titleOf(left), text: await parts.history.transcript(left) },
    right: { name: titleOf(right), text: await parts.history.transcript(right) },
  });
}

async function saveEntry({ language, history }: HistoryParts, entry: RunEntry): Promise<void> {
  const sessions = await history.sessions(entry);
  if (sessions === undefined) {
    throw new Error('of this run only the transcript was kept; replay it again.');
  }
  const document = await openedAt(entry.uri);
  if (textHash(document.getText()) !== entry.hash) throw new Error(CHANGED);
  const changed = await saveRecording(language, { document, sessions });
  await window.showTextDocument(document);
  if (!changed)
    void window.showInformationMessage('The file is the recording of this run already.');
}

async function shownRun({ documents, history }: HistoryParts, entry: RunEntry): Promise<Uri> {
  const text = await history.transcript(entry);
  return documents.put(text, { name: titleOf(entry), kind: 'run', source: entry.id });
}

async function removeAll({ dialogs, history }: HistoryParts, count: number): Promise<void> {
  const message = `Delete ${countOf(count, 'run')}?`;
  if (await dialogs.confirm({ message, button: 'Delete' })) await history.removeAll();
}
