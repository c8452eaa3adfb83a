import { window } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { wordsOf } from './words.ts';

/**
 * The handler of a command: what goes wrong is shown once, in words, and logged. `what` begins the
 * message: "The replay did not work".
 */
export function guarded<A extends readonly unknown[], R>(
  output: LogOutputChannel,
  what: string,
  work: (...args: A) => Promise<R>,
): (...args: A) => Promise<R | undefined> {
  return async (...args) => {
    try {
      return await work(...args);
    } catch (error) {
      output.error(error instanceof Error ? error : String(error));
      void window.showErrorMessage(`${what}: ${wordsOf(error)}`);
      return undefined;
    }
  };
}
