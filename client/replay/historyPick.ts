import { QuickPickItemKind, Uri, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { countOf, durationText, timeText, withoutIcons } from '../words.ts';
import { nameOf } from './liveDocuments.ts';
import type { RunEntry } from './runEntry.ts';

/** What can be done with a run of the history. */
export type HistoryAction = 'open' | 'compare-file' | 'compare-run' | 'save' | 'remove';

interface RunItem extends QuickPickItem {
  readonly entry?: RunEntry;
}

/** A run of the list; `all`: every one is to be deleted. Undefined where the user gave up. */
export async function pickRun(
  entries: readonly RunEntry[],
  title: string,
): Promise<RunEntry | 'all' | undefined> {
  const removeAll: RunItem = { label: '$(trash) Delete all runs' };
  const items: RunItem[] = [
    ...entries.map(itemOf),
    { label: '', kind: QuickPickItemKind.Separator },
    removeAll,
  ];
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  const picked = await window.showQuickPick(items, options);
  return picked === removeAll ? 'all' : picked?.entry;
}

/** One of these runs; undefined where the user gave up. */
export async function pickOtherRun(entries: readonly RunEntry[]): Promise<RunEntry | undefined> {
  const options = { title: 'Compare with which run?', matchOnDescription: true };
  return (await window.showQuickPick(entries.map(itemOf), options))?.entry;
}

/** What to do with it. */
export async function pickAction(entry: RunEntry): Promise<HistoryAction | undefined> {
  const items: (QuickPickItem & { readonly action: HistoryAction })[] = [
    { label: '$(go-to-file) Open', action: 'open' },
    { label: '$(diff) Compare with the file', action: 'compare-file' },
    { label: '$(diff-multiple) Compare with another run…', action: 'compare-run' },
    { label: '$(save) Save as new recording', action: 'save' },
    { label: '$(trash) Delete', action: 'remove' },
  ];
  return (await window.showQuickPick(items, { title: titleOf(entry) }))?.action;
}

/** The run in a title. */
export function titleOf(entry: RunEntry): string {
  return `${nameOf(Uri.parse(entry.uri))} ${timeOf(entry)}`;
}

function itemOf(entry: RunEntry): RunItem {
  const { sessions, target, uri } = entry;
  const stopped = sessions.some(session => session.stopped === true);
  const right = sessions.every(session => session.right);
  const differed = sessions.reduce((sum, session) => sum + session.differed, 0);
  const total = sessions.reduce((sum, session) => sum + session.total, 0);
  const parts = [
    countOf(sessions.length, 'session'),
    ...(differed > 0 ? [countOf(differed, 'difference')] : []),
    ...(sessions.some(isFailed) ? ['failed'] : []),
    ...(stopped ? ['stopped'] : []),
    durationText(total),
  ];
  return {
    label: `$(${right ? 'pass' : stopped ? 'circle-slash' : 'error'}) ${withoutIcons(nameOf(Uri.parse(uri)))}`,
    description: `${timeOf(entry)} to ${withoutIcons(target)}`,
    detail: parts.join(', '),
    entry,
  };
}

function isFailed({ verdict, stopped }: RunEntry['sessions'][number]): boolean {
  return verdict === 'failed' && stopped !== true;
}

function timeOf({ at }: RunEntry): string {
  return timeText(new Date(at));
}
