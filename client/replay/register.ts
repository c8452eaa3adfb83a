import { commands, Disposable, Uri, window } from 'vscode';
import { guarded } from '../guarded.ts';
import type { Parts } from '../parts.ts';
import { registerCodeLenses } from './codeLenses.ts';
import { registerConversationMarks } from './conversationMarks.ts';
import { argumentsOf, Replayer } from './replayer.ts';
import type { ReplayArguments } from './replayArguments.ts';
import { isRight } from './runReport.ts';
import type { RunReport } from './runReport.ts';
import { summaryText } from './summaryText.ts';

/** The replay commands, their code lenses, and the conversations' documents. */
export function register(parts: Parts): {
  readonly disposable: Disposable;
  /** For tests and other extensions: how the last run went. */
  readonly lastRun: () => RunReport | undefined;
} {
  const { output } = parts;
  const replayer = new Replayer(parts);
  const run = guarded(output, 'The replay did not work', async (given: ReplayArguments) => {
    const report = await replayer.replay(given);
    if (report) void conclude(report).catch((error: unknown) => output.error(String(error)));
    return report;
  });
  const conclude = async (report: RunReport): Promise<void> => {
    const show = 'Show Conversation';
    const again = 'Run Again';
    const picked = await announce(report, show, again);
    if (picked === show) await replayer.documents.show(Uri.parse(report.conversation));
    if (picked === again && replayer.again) await run(replayer.again);
  };
  const replay = guarded(output, 'The replay did not work', async (value: unknown) =>
    run(argumentsOf(value)),
  );
  const disposable = Disposable.from(
    replayer,
    registerCodeLenses(parts.language),
    registerConversationMarks(),
    commands.registerCommand('smtpTranscript.replay', replay),
    commands.registerCommand('smtpTranscript.replayAgain', () => run(replayer.again ?? {})),
  );
  return { disposable, lastRun: () => replayer.lastRun };
}

/** A verdict that counts as right is information, anything else a warning. */
function announce(report: RunReport, ...buttons: readonly string[]): Thenable<string | undefined> {
  const right = report.sessions.length > 0 && report.sessions.every(isRight);
  const show = right ? window.showInformationMessage : window.showWarningMessage;
  return show(summaryText(report), ...buttons);
}
