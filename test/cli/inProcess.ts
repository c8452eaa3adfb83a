import { argumentFault, readArguments } from '../../server/cli/arguments.ts';
import { EXIT, RunError, UsageError } from '../../server/cli/command.ts';
import type { Command, Terminal } from '../../server/cli/command.ts';

/** What a command did that ran in this process. */
export interface InProcessResult {
  readonly status: number;
  readonly stdout: string;
  /** Notes and complaints, in their order. */
  readonly stderr: string;
}

/** Runs a command as `main` does, without a process of its own. */
export async function runInProcess(
  command: Command,
  args: readonly string[],
  signal: AbortSignal = new AbortController().signal,
): Promise<InProcessResult> {
  let stdout = '';
  let stderr = '';
  const terminal: Terminal = {
    out: text => {
      stdout += text;
    },
    note: text => {
      stderr += text;
    },
    progress: () => undefined,
    flushed: () => Promise.resolve(),
    complain: message => {
      stderr += `${message}\n`;
    },
    color: false,
    signal,
  };
  const run = async (): Promise<number> => {
    try {
      return await command.run(readArguments(command, args), terminal);
    } catch (error) {
      const fault = error instanceof UsageError ? error.message : argumentFault(error);
      if (fault === undefined && !(error instanceof RunError)) throw error;
      terminal.complain(fault ?? (error instanceof Error ? error.message : ''));
      return fault === undefined ? EXIT.failure : EXIT.usage;
    }
  };
  const status = await run();
  return { status, stdout, stderr };
}
