import type { ExtensionApi } from '../../../client/extensionApi.ts';
import type { TestRunReport } from '../../../client/testing/testRunner.ts';
import { runCommand, waitFor } from './support.ts';

/** Runs a command of the Test Explorer until it has run something, and returns what came out. */
export async function runTests(api: ExtensionApi, command: string): Promise<TestRunReport> {
  const last = api.lastTestRun();
  return waitFor('the test run', async () => {
    // The window learns of new items a little later than the extension knows them.
    await runCommand(command);
    const report = api.lastTestRun();
    return report === last ? undefined : report;
  });
}
