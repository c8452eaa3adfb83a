import { CancellationTokenSource, ProgressLocation, window } from 'vscode';
import type { Progress, Uri } from 'vscode';
import type { Replayer } from './replayer.ts';
import type { ReplayOptions, ReplayRequest, RunningSession } from './replayRequest.ts';
import type { RunReport } from './runReport.ts';

/** A run that the user watches, and the documents that could not be replayed. */
export interface ShownRun {
  readonly reports: readonly RunReport[];
  readonly refused: readonly { readonly uri: Uri; readonly message: string }[];
}

type RunProgress = Progress<{ message?: string; increment?: number }>;

/** Runs with a notification that shows how far it is and can end it; undefined: the user gave up. */
export async function runShown(
  replayer: Replayer,
  requests: readonly ReplayRequest[],
  options: ReplayOptions,
): Promise<ShownRun | undefined> {
  const source = new CancellationTokenSource();
  const refused: { uri: Uri; message: string }[] = [];
  let end = (): void => undefined;
  const over = new Promise<void>(resolve => {
    end = resolve;
  });
  let progress: RunProgress | undefined;
  let total = 0;
  try {
    const reports = await replayer.run(requests, options, {
      token: source.token,
      ...(requests.length > 1 && {
        refused: (uri: Uri, message: string) => void refused.push({ uri, message }),
      }),
      planned: (sessions, where) => {
        total = stepsOf(sessions);
        const title = `Replay to ${where}`;
        const location = ProgressLocation.Notification;
        void window.withProgress({ location, title, cancellable: true }, (shown, token) => {
          progress = shown;
          token.onCancellationRequested(() => source.cancel());
          return over;
        });
      },
      event: (_, event) => {
        if (event.kind !== 'sent' && event.kind !== 'received') return;
        const verb = event.kind === 'sent' ? event.verb : '';
        const increment = 100 / Math.max(total, 1);
        progress?.report({ increment, ...(verb !== '' && { message: verb }) });
      },
    });
    return reports && { reports, refused };
  } finally {
    end();
    source.dispose();
  }
}

function stepsOf(sessions: readonly RunningSession[]): number {
  return sessions.reduce((sum, { plan }) => sum + plan.steps.length, 0);
}
