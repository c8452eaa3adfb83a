import { CancellationTokenSource, workspace } from 'vscode';
import type {
  CancellationToken,
  TestController,
  TestItem,
  TestRun,
  Uri,
  TestRunRequest,
} from 'vscode';
import { isReceiver, placeOf } from '../environments/environmentChoice.ts';
import type { EnvironmentChoice } from '../environments/environmentChoice.ts';
import type { Replayer } from '../replay/replayer.ts';
import type { RunningSession, RunView } from '../replay/replayRequest.ts';
import { wordsOf } from '../words.ts';
import { ItemResults } from './itemResults.ts';
import type { TestResult } from './itemResults.ts';
import { SessionRun } from './sessionRun.ts';
import { requestsOf, selectionOf } from './testSelection.ts';
import type { TestSelection } from './testSelection.ts';
import type { TestTree } from './testTree.ts';

/** What a runner works with. */
export interface TestRunnerParts {
  readonly controller: TestController;
  readonly tree: TestTree;
  readonly replayer: Replayer;
}

/** How a run of tests went. */
export interface TestRunReport {
  readonly environment: string;
  readonly results: readonly TestResult[];
}

/** Runs what the Test Explorer asks for: each run ends, whatever happens, with a result for each item. */
export class TestRunner {
  readonly #parts: TestRunnerParts;
  #last: TestRunReport | undefined;

  constructor(parts: TestRunnerParts) {
    this.#parts = parts;
  }

  /** How the last run went. */
  get last(): TestRunReport | undefined {
    return this.#last;
  }

  /** Replays against the environment. Never rejects. */
  async run(
    request: TestRunRequest,
    environment: EnvironmentChoice,
    token: CancellationToken,
  ): Promise<void> {
    // Before the run begins: an item that appears in its middle would have no result.
    const selection = await selectionOf(request, this.#parts);
    const run = this.#parts.controller.createTestRun(request, `Replay on ${environment.name}`);
    const cancel = new CancellationTokenSource();
    const chained = [token, run.token].map(each => {
      if (each.isCancellationRequested) cancel.cancel();
      return each.onCancellationRequested(() => cancel.cancel());
    });
    const results = new ItemResults(run, selection);
    try {
      await this.#runAll({ run, selection, environment, results, token: cancel.token });
    } catch (error) {
      results.fail(`The replay did not work: ${wordsOf(error)}`);
    } finally {
      results.finish(cancel.token.isCancellationRequested ? 'cancelled' : 'it was not run');
      run.end();
      for (const each of chained) each.dispose();
      cancel.dispose();
      this.#last = { environment: environment.name, results: results.all };
    }
  }

  async #runAll(work: RunWork): Promise<void> {
    const { run, selection, environment, results, token } = work;
    for (const item of selection.sessions) run.enqueued(item);
    for (const file of selection.empty) results.settleFile(file);
    if (!workspace.isTrusted && !isReceiver(environment)) {
      results.finish('this workspace is not trusted: only the embedded receiver can be used');
      return;
    }
    results.note(`Replay on ${environment.name} (${placeOf(environment)})`);
    const { tree, replayer } = this.#parts;
    const requests = requestsOf(selection.sessions, tree);
    if (requests.length === 0 || token.isCancellationRequested) return;
    const view = this.#viewOf(work);
    const reports = await replayer.run(requests, { environment, quiet: true }, view);
    if (reports === undefined) results.finish('it was not agreed to connect, or the run was ended');
  }

  #viewOf({ run, selection, results, token }: RunWork): RunView {
    const { tree } = this.#parts;
    const keyOf = (uri: Uri | undefined, index: number | undefined): string =>
      `${String(index)} ${uri?.toString() ?? ''}`;
    const items = new Map(
      selection.sessions.map(item => [keyOf(item.uri, tree.sessionOf(item)), item]),
    );
    let current: { item: TestItem; session: SessionRun } | undefined;
    return {
      token,
      refused: (uri, message) => {
        for (const item of selection.sessions) {
          if (item.uri?.toString() === uri.toString()) results.error(item, message);
        }
      },
      unplayable: (uri, index, { line, message }) => {
        const item = items.get(keyOf(uri, index));
        if (item) results.skip(item, `line ${String(line)}: ${message}`);
      },
      begin: (session: RunningSession) => {
        const item = items.get(keyOf(session.uri, session.index));
        current = item && { item, session: new SessionRun(run, item, results.output) };
        current?.session.begin(session);
      },
      event: (_session, event) => current?.session.event(event),
      end: (_session, report) => {
        if (current) results.put(current.item, current.session.end(report));
        current = undefined;
      },
    };
  }
}

/** A run on its way. */
interface RunWork {
  readonly run: TestRun;
  readonly selection: TestSelection;
  readonly environment: EnvironmentChoice;
  readonly results: ItemResults;
  readonly token: CancellationToken;
}
