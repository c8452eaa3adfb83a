import { Disposable, tasks } from 'vscode';
import type { CancellationToken, Task } from 'vscode';

/** Runs a task; its exit status, or undefined where it did not get as far as one. */
export async function runTask(task: Task, token: CancellationToken): Promise<number | undefined> {
  const listeners: Disposable[] = [];
  try {
    const execution = await tasks.executeTask(task);
    return await new Promise<number | undefined>(resolve => {
      listeners.push(
        tasks.onDidEndTaskProcess(ended => {
          if (ended.execution === execution) resolve(ended.exitCode);
        }),
        tasks.onDidEndTask(ended => {
          if (ended.execution === execution) resolve(undefined);
        }),
        token.onCancellationRequested(() => execution.terminate()),
      );
    });
  } finally {
    Disposable.from(...listeners).dispose();
  }
}
