import { TestRunProfileKind, window } from 'vscode';
import type { CancellationToken, TestController, TestRunProfile, TestRunRequest } from 'vscode';
import { isProduction, placeOf } from '../environments/environmentChoice.ts';
import type { EnvironmentChoice } from '../environments/environmentChoice.ts';
import type { Environments } from '../environments/environments.ts';
import { withoutIcons, wordsOf } from '../words.ts';
import { runContinuously } from './continuousRuns.ts';
import type { TestRunner } from './testRunner.ts';
import type { TestTree } from './testTree.ts';

/** What the profiles work with. */
export interface TestProfileParts {
  readonly controller: TestController;
  readonly tree: TestTree;
  readonly runner: TestRunner;
  readonly environments: Environments;
}

/** Profiles of environments; a longer menu helps nobody. */
const MOST = 20;

/** The run profiles: one for the current environment, and one for each that there is. */
export class TestProfiles {
  readonly #parts: TestProfileParts;
  readonly #own = new Map<string, TestRunProfile>();
  readonly #default: TestRunProfile;

  constructor(parts: TestProfileParts) {
    this.#parts = parts;
    this.#default = this.#create('Replay', () => parts.environments.current, {
      isDefault: true,
      isContinuous: true,
    });
    this.#default.configureHandler = () => void parts.environments.choose();
  }

  /** Makes the profiles those of the environments that there are. */
  async update(): Promise<void> {
    const choices = (await this.#parts.environments.all()).slice(0, MOST);
    const wanted = new Map(choices.map(choice => [keyOf(choice), choice]));
    for (const [key, profile] of this.#own) {
      if (wanted.has(key)) continue;
      profile.dispose();
      this.#own.delete(key);
    }
    for (const [key, choice] of wanted) {
      if (!this.#own.has(key)) this.#own.set(key, this.#profileOf(choice));
    }
  }

  dispose(): void {
    this.#default.dispose();
    for (const profile of this.#own.values()) profile.dispose();
  }

  #profileOf(choice: EnvironmentChoice): TestRunProfile {
    const warning = isProduction(choice) ? ' (production)' : '';
    const label = `Replay on ${withoutIcons(choice.name)}${warning}`;
    // As it is when it runs: its variables may have changed.
    const latest = async (): Promise<EnvironmentChoice> => {
      const choices = await this.#parts.environments.all();
      const found = choices.find(each => keyOf(each) === keyOf(choice));
      if (found !== undefined) return found;
      throw new Error(`the environment “${choice.name}” is no longer there.`);
    };
    return this.#create(label, latest, {
      isDefault: false,
      isContinuous: !isProduction(choice),
    });
  }

  #create(
    label: string,
    environment: () => EnvironmentChoice | Promise<EnvironmentChoice>,
    { isDefault, isContinuous }: { isDefault: boolean; isContinuous: boolean },
  ): TestRunProfile {
    const { controller, runner, tree } = this.#parts;
    const run = async (request: TestRunRequest, token: CancellationToken): Promise<void> => {
      await this.#parts.environments.all();
      const choice = await environment();
      if (request.continuous === true && isProduction(choice)) {
        void window.showWarningMessage(
          `Transcripts are not replayed on ${choice.name} each time they are saved: real mail is delivered there.`,
        );
        return;
      }
      await runner.run(request, choice, token);
    };
    const guardedRun = async (request: TestRunRequest, token: CancellationToken): Promise<void> => {
      try {
        await run(request, token);
      } catch (error) {
        void window.showErrorMessage(`The tests could not be run: ${wordsOf(error)}`);
      }
    };
    const handler = (request: TestRunRequest, token: CancellationToken): Promise<void> => {
      if (request.continuous !== true) return guardedRun(request, token);
      runContinuously(request, token, { tree, run: guardedRun });
      return Promise.resolve();
    };
    return controller.createRunProfile(
      label,
      TestRunProfileKind.Run,
      handler,
      isDefault,
      undefined,
      isContinuous,
    );
  }
}

/** An environment that goes elsewhere is another one, and so is one that became production. */
function keyOf(choice: EnvironmentChoice): string {
  return JSON.stringify([choice.id, placeOf(choice), isProduction(choice)]);
}
