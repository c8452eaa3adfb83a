import type { ReceiverState } from '../server/protocol/engine.ts';
import type { Answers } from './dialogs.ts';
import type { EnvironmentEntry } from './environments/register.ts';
import type { RunReport } from './replay/runReport.ts';
import type { TestEntry } from './testing/register.ts';
import type { TestRunReport } from './testing/testRunner.ts';

/** What the extension offers to tests and other extensions. */
export interface ExtensionApi {
  /** How the last replay went, undefined before the first. */
  readonly lastRun: () => RunReport | undefined;
  /** Where the embedded receiver listens, null while it does not run. */
  readonly receiver: () => ReceiverState;
  /** The names of the environments, and which of them runs go to. */
  readonly environments: () => Promise<readonly EnvironmentEntry[]>;
  /** What the Test Explorer lists. */
  readonly tests: () => readonly TestEntry[];
  /** How the last run of the Test Explorer went, undefined before the first. */
  readonly lastTestRun: () => TestRunReport | undefined;
  /** The engine's process, undefined while there is none. */
  readonly enginePid: () => number | undefined;
  /** Answers the questions that wait for the user; there only where VS Code runs a test. */
  readonly answerWith?: (answers: Answers) => void;
}
