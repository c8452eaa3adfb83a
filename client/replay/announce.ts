import { window } from 'vscode';
import type { ShownRun } from './runShown.ts';
import { isRight } from './runReport.ts';
import { summaryText } from './summaryText.ts';

/** What the user can ask for when a run is over. */
export type Next = 'compare' | 'save' | 'conversation' | 'again';

const TITLES: Readonly<Record<Next, string>> = {
  compare: 'Compare',
  save: 'Save as New Recording',
  conversation: 'Show Conversation',
  again: 'Run Again',
};

/** Tells how a run went; a verdict that counts as right is information, anything else a warning. */
export async function announce(
  { reports, refused }: ShownRun,
  { offersDiff }: { readonly offersDiff: boolean },
): Promise<Next | undefined> {
  const sessions = reports.flatMap(report => report.sessions);
  const target = reports[0]?.target ?? '';
  const right = sessions.length > 0 && refused.length === 0 && sessions.every(isRight);
  const show = right ? window.showInformationMessage : window.showWarningMessage;
  const [first] = refused;
  const left =
    first && ` Not replayed: ${String(refused.length)}, the first because ${first.message}`;
  const differs = sessions.some(({ differed }) => differed > 0);
  const one = reports.length === 1;
  const next: readonly Next[] = [
    ...(one && differs && offersDiff ? (['compare'] as const) : []),
    ...(one && differs ? (['save'] as const) : []),
    ...(one && !differs ? (['conversation'] as const) : []),
    'again',
  ];
  const titles = next.map(each => TITLES[each]);
  const picked = await show(`${summaryText({ sessions, target })}${left ?? ''}`, ...titles);
  return next.find(each => TITLES[each] === picked);
}
