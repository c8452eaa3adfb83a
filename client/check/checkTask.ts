import process from 'node:process';
import { ProcessExecution, Task, TaskGroup, TaskPanelKind, TaskRevealKind } from 'vscode';
import type { WorkspaceFolder } from 'vscode';
import type { CheckDefinition } from './taskArguments.ts';
import { TASK_TYPE, taskArguments } from './taskArguments.ts';

/**
 * The task that checks transcripts of a folder with the command line that comes with the
 * extension, as a build would: configuration files count, settings of the editor do not. Undefined
 * where the definition is not about that, or the folder is not on this machine.
 */
export function checkTask(
  cli: string,
  folder: WorkspaceFolder,
  definition: CheckDefinition,
): Task | undefined {
  const args = taskArguments(definition);
  if (args === undefined || folder.uri.scheme !== 'file') return undefined;
  // No shell takes part, so that nothing has to be quoted.
  const execution = new ProcessExecution(process.execPath, [cli, ...args], {
    cwd: folder.uri.fsPath,
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const task = new Task(definition, folder, 'check', TASK_TYPE, execution, `$${TASK_TYPE}`);
  task.detail = 'Checks all .smtp files of the folder';
  task.group = TaskGroup.Test;
  task.presentationOptions = {
    reveal: TaskRevealKind.Silent,
    panel: TaskPanelKind.Dedicated,
    clear: true,
    showReuseMessage: false,
  };
  return task;
}
