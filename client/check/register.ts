import { commands, Disposable, ProgressLocation, tasks, window, workspace } from 'vscode';
import type { Task } from 'vscode';
import { guarded } from '../guarded.ts';
import type { Parts } from '../parts.ts';
import { checkTask } from './checkTask.ts';
import { runTask } from './runTask.ts';
import { TASK_TYPE } from './taskArguments.ts';

/** What the command line's exit status means here. */
const FINE = 0;
const FOUND = 1;

/** Checking more than the open files: tasks, and commands that fix and check. */
export function register({ output }: Pick<Parts, 'output'>, cli: string): Disposable {
  const check = guarded(output, 'The workspace could not be checked', async () => {
    if (!workspace.isTrusted) return restricted();
    const statuses = await runAll(checkTasks(cli));
    void conclude(statuses).catch((error: unknown) => output.error(String(error)));
    return statuses;
  });
  const fixAll = guarded(output, 'The file could not be corrected', async () => {
    const kind = 'source.fixAll.smtpTranscript';
    await commands.executeCommand('editor.action.sourceAction', { kind, apply: 'first' });
  });
  return Disposable.from(
    commands.registerCommand('smtpTranscript.checkWorkspace', check),
    commands.registerCommand('smtpTranscript.fixAll', fixAll),
    tasks.registerTaskProvider(TASK_TYPE, {
      provideTasks: () => checkTasks(cli),
      resolveTask: ({ definition, scope }) => {
        const folder = typeof scope === 'object' ? scope : workspace.workspaceFolders?.[0];
        return folder && checkTask(cli, folder, definition);
      },
    }),
  );
}

function checkTasks(cli: string): Task[] {
  const definition = { type: TASK_TYPE, task: 'check' };
  return (workspace.workspaceFolders ?? []).flatMap(
    folder => checkTask(cli, folder, definition) ?? [],
  );
}

/** One after the other, until somebody cancels. */
async function runAll(all: readonly Task[]): Promise<readonly (number | undefined)[]> {
  if (all.length === 0) throw new Error('no folder on this machine is open.');
  const title = 'Checking SMTP transcripts';
  const location = ProgressLocation.Notification;
  return window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const statuses: (number | undefined)[] = [];
    for (const task of all) {
      if (token.isCancellationRequested) break;
      if (typeof task.scope === 'object') progress.report({ message: task.scope.name });
      statuses.push(await runTask(task, token));
    }
    return statuses;
  });
}

async function conclude(statuses: readonly (number | undefined)[]): Promise<void> {
  const known = statuses.filter(status => status !== undefined);
  if (known.length < statuses.length) return;
  const problems = 'Show Problems';
  const terminal = 'Show Output';
  const worst = Math.max(...known);
  const picked =
    worst === FINE
      ? await window.showInformationMessage('No transcript has errors.', problems)
      : worst === FOUND
        ? await window.showWarningMessage('There are errors in transcripts.', problems)
        : await window.showWarningMessage('Not everything could be checked.', terminal, problems);
  if (picked === problems) await commands.executeCommand('workbench.actions.view.problems');
  if (picked === terminal) await commands.executeCommand('workbench.action.tasks.showTasks');
}

/** VS Code runs no tasks in a workspace that nobody trusts; the language server only reads. */
async function restricted(): Promise<undefined> {
  const settings = 'Open Setting';
  const picked = await window.showInformationMessage(
    'Tasks need a trusted workspace. To check all transcripts without trust, set smtpTranscript.lint.workspace to "workspace" and open one of them.',
    settings,
  );
  if (picked !== settings) return;
  await commands.executeCommand('workbench.action.openSettings', 'smtpTranscript.lint.workspace');
}
