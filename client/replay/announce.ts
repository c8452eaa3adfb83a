import { Uri, window, workspace } from 'vscode';
import type { ShownRun } from './runShown.ts';
import { isRight, isStopped } from './runReport.ts';
import type { RunReport } from './runReport.ts';
import { summaryText } from './summaryText.ts';

/** What the user can ask for when a run is over. */
export type Next = 'compare' | 'save' | 'conversation' | 'problems' | 'again';

const TITLES: Readonly<Record<Next, string>> = {
  compare: 'Compare',
  save: 'Save as New Recording',
  conversation: 'Show Conversation',
  problems: 'Show Problems',
  again: 'Run Again',
};

/** What is of use besides. */
export interface AnnounceOptions {
  readonly offersDiff: boolean;
  readonly offersSave: boolean;
}

/** Tells how a run went: a warning where it did not go as expected and nobody stopped it. */
export async function announce(
  { reports, refused }: ShownRun,
  { offersDiff, offersSave }: AnnounceOptions,
): Promise<Next | undefined> {
  const one = reports.length === 1;
  const sessions = reports.flatMap(({ uri, sessions: own }) =>
    own.map(each =>
      one ? each : { ...each, name: `${workspace.asRelativePath(Uri.parse(uri))}, ${each.name}` },
    ),
  );
  const target = reports[0]?.target ?? '';
  const right = sessions.length > 0 && refused.length === 0 && sessions.every(isRight);
  const calm = right || (refused.length === 0 && sessions.some(isStopped));
  const show = calm ? window.showInformationMessage : window.showWarningMessage;
  const [first] = refused;
  const left =
    first && ` Not replayed: ${String(refused.length)}, the first because ${first.message}`;
  const differs = sessions.some(({ differed }) => differed > 0);
  const next: readonly Next[] = [
    ...(one && differs && offersDiff ? (['compare'] as const) : []),
    ...(one && differs && offersSave ? (['save'] as const) : []),
    ...(one && !differs && !isShown(reports[0]) ? (['conversation'] as const) : []),
    ...(one || calm ? [] : (['problems'] as const)),
    'again',
  ];
  const titles = next.map(each => TITLES[each]);
  const picked = await show(`${summaryText({ sessions, target })}${left ?? ''}`, ...titles);
  return next.find(each => TITLES[each] === picked);
}

/** The conversation is to be seen already. */
function isShown(report: RunReport | undefined): boolean {
  const shown = window.visibleTextEditors.map(({ document }) => document.uri.toString());
  return report !== undefined && shown.includes(report.conversation);
}
