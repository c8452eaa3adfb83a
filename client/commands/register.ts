import { commands, Disposable } from 'vscode';
import { guarded } from '../guarded.ts';
import type { Parts } from '../parts.ts';

/** The small commands. */
export function register({ output }: Parts, extensionId: string): Disposable {
  const openSettings = guarded(output, 'The settings could not be opened', () =>
    Promise.resolve(
      commands.executeCommand('workbench.action.openSettings', `@ext:${extensionId}`),
    ),
  );
  return Disposable.from(
    commands.registerCommand('smtpTranscript.openSettings', openSettings),
    commands.registerCommand('smtpTranscript.showOutput', () => output.show(true)),
  );
}
