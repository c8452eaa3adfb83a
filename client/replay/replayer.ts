import { ProgressLocation, Uri, window, workspace } from 'vscode';
import type { CancellationToken, Progress, TextDocument } from 'vscode';
import type { RunTarget } from '../../server/protocol/engine.ts';
import type { SessionItem } from '../../server/protocol/lsp.ts';
import type { ReplayPlan } from '../../server/protocol/replay.ts';
import { LANGUAGE_ID } from '../parts.ts';
import type { Parts } from '../parts.ts';
import { receiverProfile } from '../receiver/receiverProfile.ts';
import { chooseSessions } from './chooseSessions.ts';
import { chooseTarget } from './chooseTarget.ts';
import { targetWords } from './chosenTarget.ts';
import type { ChosenTarget } from './chosenTarget.ts';
import { Consents } from './consents.ts';
import { Conversation } from './conversation.ts';
import { diagnosticsOf, Differences, problemDiagnostics } from './differences.ts';
import { LiveDocuments } from './liveDocuments.ts';
import { planOfWire } from './planOfWire.ts';
import { replayArguments } from './replayArguments.ts';
import type { ReplayArguments } from './replayArguments.ts';
import type { RunReport, SessionReport } from './runReport.ts';
import { runSession } from './runSession.ts';
import { sessionLine, verdictLines } from './summaryText.ts';

/** A session with its plan, ready to run. */
interface Planned {
  readonly index: number;
  readonly plan: ReplayPlan;
}

/** Everything that is settled before anything connects. */
interface Prepared {
  readonly document: TextDocument;
  readonly version: number;
  readonly planned: readonly Planned[];
  readonly chosen: ChosenTarget;
  readonly target: RunTarget;
}

/** The replay command: asks what is not given, runs it, and shows how it goes. */
export class Replayer {
  readonly documents = new LiveDocuments();
  readonly #parts: Parts;
  readonly #consents: Consents;
  readonly #differences = new Differences();
  readonly #running = new Set<string>();
  #last: { readonly report: RunReport; readonly again: ReplayArguments } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#consents = new Consents(parts.engine);
  }

  /** How the last run went. */
  get lastRun(): RunReport | undefined {
    return this.#last?.report;
  }

  /** What repeats the last run: the same sessions, the same target. */
  get again(): ReplayArguments | undefined {
    return this.#last?.again;
  }

  /** Replays; undefined where the user gave up. Rejects in words where something does not work. */
  async replay(given: ReplayArguments): Promise<RunReport | undefined> {
    const document = await documentOf(given);
    const prepared = await this.#prepare(document, given);
    if (prepared === undefined) return undefined;
    const report = await this.#alone(document, () => this.#run(prepared));
    const { chosen, planned } = prepared;
    const session = planned.length === 1 ? planned[0]?.index : 'all';
    const uri = document.uri.toString();
    this.#last = {
      report,
      again: { uri, target: chosen, ...(session !== undefined && { session }) },
    };
    return report;
  }

  dispose(): void {
    this.documents.dispose();
    this.#differences.dispose();
  }

  /** Two runs of one file would write into one conversation. */
  async #alone<T>(document: TextDocument, work: () => Promise<T>): Promise<T> {
    const key = document.uri.toString();
    if (this.#running.has(key)) throw new Error('a replay of this file is under way.');
    this.#running.add(key);
    try {
      return await work();
    } finally {
      this.#running.delete(key);
    }
  }

  async #prepare(document: TextDocument, given: ReplayArguments): Promise<Prepared | undefined> {
    const { sessions } = await this.#parts.language.sessions(document);
    if (sessions.length === 0) throw new Error('there is no SMTP session in this file.');
    const wanted = await sessionsOf(document, sessions, given);
    if (wanted === undefined || wanted.length === 0) return undefined;
    const { version, planned } = await this.#plan(document, wanted);
    const recipients = [...new Set(planned.flatMap(({ plan }) => plan.recipients))];
    const suggested = wanted.flatMap(({ target }) => (target === null ? [] : [target]));
    const { engine } = this.#parts;
    const chosen =
      given.target ?? (await chooseTarget({ document, engine, recipients, suggested }));
    if (chosen === undefined) return undefined;
    const target = await this.#targetOf(chosen, { document, recipients });
    return target && { document, version, planned, chosen, target };
  }

  /** The plans of all sessions; rejects where one cannot be replayed, before anything connects. */
  async #plan(
    document: TextDocument,
    sessions: readonly SessionItem[],
  ): Promise<{ version: number; planned: readonly Planned[] }> {
    this.#differences.clear(document.uri);
    const planned: Planned[] = [];
    let version = document.version;
    for (const { index } of sessions) {
      const answer = await this.#parts.language.plan(document, index);
      version = answer.version;
      this.#differences.add(document, version, problemDiagnostics(document, answer.problems));
      const fatal = answer.problems.find(problem => problem.fatal);
      if (fatal) throw new Error(`line ${String(fatal.line)}: ${fatal.message}`);
      planned.push({ index, plan: planOfWire(answer.plan) });
    }
    return { version, planned };
  }

  /** Undefined where the user did not agree. */
  async #targetOf(
    chosen: ChosenTarget,
    { document, recipients }: { document: TextDocument; recipients: readonly string[] },
  ): Promise<RunTarget | undefined> {
    if (chosen.kind === 'receiver') {
      const profile = receiverProfile(this.#parts.storage, document.uri);
      return { kind: 'receiver', profile };
    }
    if (!workspace.isTrusted) {
      throw new Error('this workspace is not trusted: only the embedded receiver can be used.');
    }
    const { kind, ...target } = chosen;
    const consent = await this.#consents.ask(chosen, recipients);
    return consent === undefined ? undefined : { kind, target, consent };
  }

  async #run(prepared: Prepared): Promise<RunReport> {
    const { document, chosen, planned } = prepared;
    const where = targetWords(chosen);
    const conversation = new Conversation();
    conversation.note(`Replay to ${where}`);
    const shown = this.documents.begin(document.uri, conversation);
    await this.documents.show(shown);
    const title = `Replay to ${where}`;
    try {
      const sessions = await window.withProgress(
        { location: ProgressLocation.Notification, title, cancellable: true },
        (progress, token) =>
          this.#runAll(prepared, { conversation, shown, progress, token, total: planned.length }),
      );
      const uri = document.uri.toString();
      return { uri, target: where, conversation: shown.toString(), sessions };
    } catch (error) {
      conversation.note(`FAILED: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    } finally {
      this.documents.end(shown);
    }
  }

  async #runAll(prepared: Prepared, view: View): Promise<readonly SessionReport[]> {
    const reports: SessionReport[] = [];
    for (const { index, plan } of prepared.planned) {
      if (view.token.isCancellationRequested) break;
      view.conversation.begin(plan.name);
      const { report, events } = await runSession(this.#parts.engine, {
        index,
        plan,
        target: prepared.target,
        token: view.token,
        onEvent: event => {
          view.conversation.add(event);
          this.documents.grown(view.shown);
          if (event.kind !== 'sent' && event.kind !== 'received') return;
          const increment = 100 / (view.total * Math.max(plan.steps.length, 1));
          const verb = event.kind === 'sent' ? event.verb : '';
          view.progress.report({ increment, ...(verb !== '' && { message: verb }) });
        },
      });
      reports.push(report);
      const found = diagnosticsOf(prepared.document, events, plan.expectedVerdict);
      this.#differences.add(prepared.document, prepared.version, found);
      for (const line of verdictLines(report)) view.conversation.note(line);
      this.#parts.output.info(`replay to ${targetWords(prepared.chosen)}: ${sessionLine(report)}`);
    }
    return reports;
  }
}

/** Where a run shows how it goes. */
interface View {
  readonly conversation: Conversation;
  readonly shown: Uri;
  readonly progress: Progress<{ message?: string; increment?: number }>;
  readonly token: CancellationToken;
  readonly total: number;
}

/** The arguments of the command, read; rejects in words. */
export function argumentsOf(value: unknown): ReplayArguments {
  const read = replayArguments(value);
  if (typeof read === 'string') throw new Error(`${read}.`);
  return read;
}

async function documentOf({ uri }: ReplayArguments): Promise<TextDocument> {
  const document =
    uri === undefined
      ? window.activeTextEditor?.document
      : await workspace.openTextDocument(Uri.parse(uri, true));
  if (document?.languageId !== LANGUAGE_ID) {
    throw new Error('open an SMTP transcript (.smtp) first.');
  }
  return document;
}

function sessionsOf(
  document: TextDocument,
  sessions: readonly SessionItem[],
  { session }: ReplayArguments,
): readonly SessionItem[] | Promise<readonly SessionItem[] | undefined> {
  if (session === 'all') return sessions;
  if (session === undefined) return chooseSessions(document, sessions);
  const one = sessions.find(({ index }) => index === session);
  if (one) return [one];
  throw new Error(
    `session ${String(session + 1)} is not there: the file has ${String(sessions.length)}.`,
  );
}
