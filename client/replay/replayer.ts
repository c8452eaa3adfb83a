import { CancellationTokenSource, commands, EventEmitter } from 'vscode';
import type { CancellationToken, TextDocument, Uri } from 'vscode';
import type { RunTarget } from '../../server/protocol/engine.ts';
import type { RunInputs } from '../../server/protocol/replay.ts';
import type { EnvironmentChoice } from '../environments/environmentChoice.ts';
import type { Parts } from '../parts.ts';
import { targetWords } from './chosenTarget.ts';
import type { ChosenTarget } from './chosenTarget.ts';
import { Consents } from './consents.ts';
import { diagnosticsOf, Differences, problemDiagnostics } from './differences.ts';
import type { FinishedRun } from './finishedRun.ts';
import { LiveDocuments } from './liveDocuments.ts';
import { LiveRun } from './liveRun.ts';
import { PlanProblems } from './planProblems.ts';
import { planRequests } from './planRequests.ts';
import type { PlannedDocument, PlannedSession } from './planRequests.ts';
import type { ReplayOptions, ReplayRequest, RunView } from './replayRequest.ts';
import { RunResults } from './runResults.ts';
import type { SessionResult } from './runResults.ts';
import type { RunReport } from './runReport.ts';
import { runSession } from './runSession.ts';
import { settleTarget } from './settleTarget.ts';
import { sessionLine, verdictLines } from './summaryText.ts';

/** True while something runs: for menus and key bindings. */
const RUNS_KEY = 'smtpTranscript.replayRuns';

/** Everything that is settled before anything connects. */
interface Settled {
  readonly chosen: ChosenTarget;
  readonly target: RunTarget;
  readonly inputs: RunInputs;
  /** What makes a repetition go to the same place. */
  readonly options: ReplayOptions;
}

/** Where a run goes: a target, or the environment that is chosen. */
interface Where {
  readonly choice: EnvironmentChoice | undefined;
  readonly target: ChosenTarget | undefined;
}

/** What repeats a run. */
export interface LastRun {
  readonly requests: readonly ReplayRequest[];
  readonly options: ReplayOptions;
  /** The last document's. */
  readonly report: RunReport | undefined;
}

/** Replays sessions: plans, asks for consent and inputs, runs, and keeps what came out. */
export class Replayer {
  readonly documents = new LiveDocuments();
  readonly results = new RunResults();
  readonly planProblems = new PlanProblems();
  readonly #parts: Parts;
  readonly #consents: Consents;
  readonly #differences = new Differences();
  readonly #busy = new Set<string>();
  readonly #running = new Set<CancellationTokenSource>();
  readonly #finished = new EventEmitter<FinishedRun>();
  /** The sessions of one document ran, or as many of them as were not cancelled. */
  readonly onDidFinish = this.#finished.event;
  #last: LastRun | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#consents = new Consents(parts.engine, parts.dialogs);
  }

  /** The last run that began. */
  get last(): LastRun | undefined {
    return this.#last;
  }

  /**
   * Replays; undefined where the user gave up before anything connected. Asks once for all requests.
   * Rejects in words where something does not work.
   */
  async run(
    requests: readonly ReplayRequest[],
    options: ReplayOptions,
    view: RunView,
  ): Promise<readonly RunReport[] | undefined> {
    return this.#alone(requests, async () => {
      const choice = await this.#choice(options, requests[0]?.uri);
      const planned = await this.#plan(requests, { choice, target: options.target }, view);
      const sessions = planned.flatMap(each => each.sessions);
      if (sessions.length === 0) return [];
      const settled = await this.#settle(planned, choice, options);
      if (settled === undefined || view.token.isCancellationRequested) return undefined;
      view.planned?.(sessions, targetWords(settled.chosen));
      this.#last = { requests, options: settled.options, report: undefined };
      const reports = await this.#withToken(view.token, token =>
        this.#runAll(planned, settled, { ...bound(view), token, quiet: options.quiet === true }),
      );
      this.#last = { requests, options: settled.options, report: reports.at(-1) };
      return reports;
    });
  }

  /** Ends everything that runs. */
  stop(): void {
    for (const source of this.#running) source.cancel();
  }

  dispose(): void {
    this.stop();
    this.documents.dispose();
    this.results.dispose();
    this.planProblems.dispose();
    this.#differences.dispose();
    this.#finished.dispose();
  }

  /** Two runs of one file would write into one conversation. */
  async #alone<T>(requests: readonly ReplayRequest[], work: () => Promise<T>): Promise<T> {
    const keys = [...new Set(requests.map(({ uri }) => uri.toString()))];
    if (keys.some(key => this.#busy.has(key))) {
      throw new Error('a replay of this file is under way.');
    }
    for (const key of keys) this.#busy.add(key);
    try {
      return await work();
    } finally {
      for (const key of keys) this.#busy.delete(key);
    }
  }

  async #withToken<T>(
    outer: CancellationToken,
    work: (token: CancellationToken) => Promise<T>,
  ): Promise<T> {
    const source = new CancellationTokenSource();
    const chained = outer.onCancellationRequested(() => source.cancel());
    this.#running.add(source);
    void commands.executeCommand('setContext', RUNS_KEY, true);
    try {
      return await work(source.token);
    } finally {
      this.#running.delete(source);
      if (this.#running.size === 0) void commands.executeCommand('setContext', RUNS_KEY, false);
      chained.dispose();
      source.dispose();
    }
  }

  #plan(
    requests: readonly ReplayRequest[],
    { choice, target }: Where,
    view: RunView,
  ): Promise<readonly PlannedDocument[]> {
    for (const { uri } of requests) this.#differences.clear(uri);
    return planRequests(this.#parts.language, requests, {
      given: variablesOf(choice),
      tls: isInTheClear({ choice, target }) ? 'none' : undefined,
      problems: (document, found) => {
        const { version } = document;
        this.planProblems.add(document, found);
        this.#differences.add(document, version, problemDiagnostics(document, found));
      },
      refused: view.refused && ((uri, message) => view.refused?.(uri, message)),
      unplayable: view.unplayable && ((uri, at, found) => view.unplayable?.(uri, at, found)),
    });
  }

  /** Undefined where the user did not agree, or did not give what is missing. */
  async #settle(
    planned: readonly PlannedDocument[],
    choice: EnvironmentChoice | undefined,
    options: ReplayOptions,
  ): Promise<Settled | undefined> {
    const { environments, engine, storage } = this.#parts;
    const [first] = planned;
    if (first === undefined) return undefined;
    const { uri } = first.document;
    const chosen = options.target ?? (choice && (await environments.targetOf(choice)));
    if (chosen === undefined) return undefined;
    const plans = planned.flatMap(each => each.sessions.map(({ plan }) => plan));
    const recipients = [...new Set(plans.flatMap(plan => plan.recipients))];
    const consents = this.#consents;
    const context = { engine, consents, storage, uri, recipients };
    const target = await settleTarget(chosen, context);
    if (target === undefined) return undefined;
    const inputs = await environments.inputsFor(plans, choice);
    const same = choice === undefined ? options : { ...options, environment: choice };
    return inputs && { chosen, target, inputs, options: same };
  }

  /** None beside a target: what belongs to an environment goes to no other server. */
  async #choice(
    { target, environment }: ReplayOptions,
    uri: Uri | undefined,
  ): Promise<EnvironmentChoice | undefined> {
    const { environments } = this.#parts;
    if (target !== undefined) return undefined;
    if (environment !== undefined) return environment;
    // The current one is certain only then.
    await environments.all(uri);
    return environments.current;
  }

  async #runAll(
    planned: readonly PlannedDocument[],
    settled: Settled,
    view: RunView & { readonly quiet: boolean },
  ): Promise<readonly RunReport[]> {
    const shown = !view.quiet && planned.length === 1;
    const reports: RunReport[] = [];
    for (const { document, sessions } of planned) {
      if (view.token.isCancellationRequested) break;
      const where = targetWords(settled.chosen);
      const live = new LiveRun(this.documents, document.uri, where);
      if (shown) await live.show();
      try {
        reports.push(await this.#runDocument({ document, sessions, settled, live, view }));
      } catch (error) {
        live.fail(error);
        throw error;
      } finally {
        live.end();
      }
    }
    return reports;
  }

  async #runDocument(run: DocumentRun): Promise<RunReport> {
    const { document, settled, live, view } = run;
    const results: SessionResult[] = [];
    const where = targetWords(settled.chosen);
    const startedAt = new Date();
    const isSame = document.version === run.sessions[0]?.version;
    const text = isSame ? document.getText() : undefined;
    for (const session of run.sessions) {
      if (view.token.isCancellationRequested) break;
      const result = await this.#runSession(session, run);
      results.push(result);
      this.#parts.output.info(`replay to ${where}: ${sessionLine(result.report)}`);
    }
    const uri = document.uri.toString();
    const conversation = live.uri.toString();
    const sessions = results.map(({ report }) => report);
    const report: RunReport = { uri, target: where, conversation, sessions };
    this.#finished.fire({ report, startedAt, document, text, results, shown: live.text });
    return report;
  }

  async #runSession(session: PlannedSession, run: DocumentRun): Promise<SessionResult> {
    const { document, settled, live, view } = run;
    const { index, plan, version, how } = session;
    live.begin(plan);
    view.begin?.(session);
    const { report, log } = await runSession(this.#parts.engine, {
      index,
      plan,
      target: settled.target,
      inputs: settled.inputs,
      token: view.token,
      onEvent: event => {
        live.add(event);
        view.event?.(session, event);
      },
    });
    const { events, complete } = log;
    this.#differences.add(document, version, diagnosticsOf(document, plan, events));
    for (const line of verdictLines(report)) live.note(line);
    const result: SessionResult = { session: index, how, events, report, complete, plan };
    this.results.put(document, version, result);
    view.end?.(session, report);
    return result;
  }
}

/** The sessions of one document, on their way. */
interface DocumentRun {
  readonly document: TextDocument;
  readonly sessions: readonly PlannedSession[];
  readonly settled: Settled;
  readonly live: LiveRun;
  readonly view: RunView;
}

/** The user wants no TLS there, whatever the transcripts have. */
function isInTheClear({ choice, target }: Where): boolean {
  if (target !== undefined) return 'inTheClear' in target && target.inTheClear;
  return choice?.environment?.tls === 'none';
}

/** Names that an environment gives values to. */
function variablesOf(choice: EnvironmentChoice | undefined): readonly string[] {
  const environment = choice?.environment;
  if (environment === undefined || environment === null) return [];
  const names = Object.keys(environment.variables);
  return environment.user === undefined ? names : [...names, 'user'];
}

/** The view's methods may rely on their object. */
function bound(view: RunView): Omit<RunView, 'token' | 'planned' | 'refused'> {
  return {
    begin: session => view.begin?.(session),
    event: (session, event) => view.event?.(session, event),
    end: (session, report) => view.end?.(session, report),
  };
}
