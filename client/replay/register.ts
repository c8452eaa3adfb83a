import { commands, Disposable, Uri, window } from 'vscode';
import { guarded } from '../guarded.ts';
import type { Parts } from '../parts.ts';
import { announce } from './announce.ts';
import { registerCodeLenses } from './codeLenses.ts';
import { compareTranscripts } from './compareCommand.ts';
import { registerContextKeys } from './contextKeys.ts';
import { registerConversationMarks } from './conversationMarks.ts';
import { activeTranscript, editorOf, editorRequest } from './editorRequests.ts';
import type { EditorPart } from './editorRequests.ts';
import { showHistory } from './historyCommand.ts';
import { conversationUri } from './liveDocuments.ts';
import { registerPlanActions } from './planActions.ts';
import { PlanRefusal } from './planRefusal.ts';
import { saveRecording } from './recording.ts';
import { argumentsOf, askedReplay, documentOf } from './replayCommands.ts';
import type { Replay } from './replayCommands.ts';
import { Replayer } from './replayer.ts';
import { showDiffSetting } from './replaySettings.ts';
import { registerReplyActions } from './replyActions.ts';
import { showRunDiff } from './runDiff.ts';
import { RunHistory } from './runHistory.ts';
import type { RunReport } from './runReport.ts';
import type { SessionResult } from './runResults.ts';
import { runShown } from './runShown.ts';
import type { ShownRun } from './runShown.ts';
import { explorerUris, transcriptFiles } from './transcriptFiles.ts';

/** The replay commands, their code lenses and quick fixes, and the conversations' documents. */
export function register(
  parts: Parts,
  runs: Uri,
): {
  readonly disposable: Disposable;
  readonly replayer: Replayer;
  /** For tests and other extensions: how the last run went. */
  readonly lastRun: () => RunReport | undefined;
} {
  const replayer = new Replayer(parts);
  const history = new RunHistory(runs);
  const replays = new ReplayCommands(parts, replayer, history);
  const disposable = Disposable.from(
    replayer,
    registerCodeLenses(parts, replayer.results),
    registerReplyActions(parts, replayer.results),
    registerPlanActions(parts, replayer.planProblems),
    registerConversationMarks(replayer.documents),
    registerContextKeys(replayer),
    replayer.onDidFinish(run => {
      history.add(run).catch((error: unknown) => parts.output.error(String(error)));
    }),
    replays.register(),
  );
  return { disposable, replayer, lastRun: () => replayer.last?.report };
}

/** What the commands do. */
class ReplayCommands {
  readonly #parts: Parts;
  readonly #replayer: Replayer;
  readonly #history: RunHistory;

  constructor(parts: Parts, replayer: Replayer, history: RunHistory) {
    this.#parts = parts;
    this.#replayer = replayer;
    this.#history = history;
  }

  register(): Disposable {
    const part = (which: EditorPart) => (value: unknown) => this.#replayPart(which, value);
    return Disposable.from(
      this.#command('replay', value => this.#replayAsked(value)),
      this.#command('replaySession', part('session')),
      this.#command('replayToCursor', part('to-cursor')),
      this.#command('replayFromCursor', part('from-cursor')),
      this.#command('replaySelection', part('selection')),
      this.#command('replayFile', part('file')),
      this.#command('replayFolder', (one, all) => this.#replayFolder(explorerUris(one, all))),
      this.#command('replayAgain', () => this.#replayAgain()),
      this.#command('replayStop', () => {
        this.#replayer.stop();
        return Promise.resolve();
      }),
      this.#command('replayCompare', value => this.#compare(value), 'The run cannot be compared'),
      this.#command('replaySave', value => this.#save(value), 'The run cannot be saved'),
      this.#command('replayShowConversation', value => this.#showConversation(value), NOT_SHOWN),
      this.#command('replayHistory', () => this.#showHistory(), 'That does not work'),
      this.#command(
        'compareTranscripts',
        (one, all) => this.#compareTranscripts(explorerUris(one, all)),
        'The transcripts cannot be compared',
      ),
    );
  }

  #showHistory(): Promise<void> {
    const { language, dialogs } = this.#parts;
    const { documents } = this.#replayer;
    return showHistory({ language, dialogs, documents, history: this.#history });
  }

  #compareTranscripts(chosen: readonly Uri[]): Promise<void> {
    const { language } = this.#parts;
    const { documents } = this.#replayer;
    return compareTranscripts({ language, documents }, chosen);
  }

  #command(
    name: string,
    work: (...args: readonly unknown[]) => Promise<unknown>,
    what = 'The replay did not work',
  ): Disposable {
    const handler = guarded(this.#parts.output, what, work);
    return commands.registerCommand(`smtpTranscript.${name}`, handler);
  }

  async #replayAsked(value: unknown): Promise<RunReport | undefined> {
    const replay = await askedReplay(this.#parts, value);
    return replay && (await this.#runOne(replay));
  }

  /** The session that the arguments name, else what the cursor means. */
  async #replayPart(part: EditorPart, value: unknown): Promise<RunReport | undefined> {
    const given = argumentsOf(value);
    const options = given.target === undefined ? {} : { target: given.target };
    const editor = given.uri === undefined ? activeTranscript() : editorOf(given.uri);
    if (editor !== undefined && given.session === undefined) {
      const request = await editorRequest(this.#parts.language, editor, part);
      return this.#runOne({ requests: [request], options });
    }
    const { session = 'all' } = given;
    const sessions = session === 'all' ? session : [session];
    const { uri } = await documentOf(given);
    return this.#runOne({ requests: [{ uri, sessions }], options });
  }

  async #replayFolder(chosen: readonly Uri[]): Promise<readonly RunReport[] | undefined> {
    const { files, more } = await transcriptFiles(chosen);
    if (files.length === 0) throw new Error('there is no .smtp file in this folder.');
    if (more) void window.showInformationMessage('Only the first 1000 transcripts are replayed.');
    const requests = files.map(uri => ({ uri, sessions: 'all' as const }));
    return this.#run({ requests, options: {} });
  }

  async #replayAgain(): Promise<RunReport | undefined> {
    const { last } = this.#replayer;
    if (last === undefined) return this.#replayAsked(undefined);
    return this.#runOne(last);
  }

  async #runOne(replay: Replay): Promise<RunReport | undefined> {
    return (await this.#run(replay))?.[0];
  }

  async #run({ requests, options }: Replay): Promise<readonly RunReport[] | undefined> {
    try {
      const shown = await runShown(this.#replayer, requests, options);
      if (shown === undefined) return undefined;
      this.#inBackground(this.#conclude(shown, this.#replayer.last));
      return shown.reports;
    } catch (error) {
      if (!(error instanceof PlanRefusal)) throw error;
      this.#parts.output.warn(error.message);
      this.#inBackground(error.tell());
      return undefined;
    }
  }

  /** The command is over; the user answers a message whenever they like. */
  #inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#parts.output.error(String(error)));
  }

  /** `again` repeats this very run, also when another one came after it. */
  async #conclude(shown: ShownRun, again: Replay | undefined): Promise<void> {
    const [report] = shown.reports;
    const uri = report && Uri.parse(report.uri, true);
    const setting = uri === undefined ? 'never' : showDiffSetting(uri);
    const differs = report?.sessions.some(({ differed }) => differed > 0) === true;
    if (setting === 'always' && differs && shown.reports.length === 1) await this.#compare({ uri });
    const offersSave = differs && uri !== undefined && (await this.#canSave(uri));
    const next = await announce(shown, { offersDiff: setting === 'ask', offersSave });
    if (next === undefined) return;
    if (next === 'problems') await commands.executeCommand('workbench.actions.view.problems');
    else if (next !== 'again') {
      await commands.executeCommand(COMMANDS[next], ...(uri ? [{ uri }] : []));
    } else if (again !== undefined) {
      const run = (): Promise<unknown> => this.#run(again);
      await guarded(this.#parts.output, 'The replay did not work', run)();
    }
  }

  /** A log that another program wrote is no recording of ours. */
  async #canSave(uri: Uri): Promise<boolean> {
    const document = await documentOf({ uri: uri.toString() });
    const { dialect } = await this.#parts.language.sessions(document);
    return dialect?.id === 'smtp';
  }

  async #compare(value: unknown): Promise<void> {
    const document = await documentOf(argumentsOf(value));
    const sessions = this.#resultsOf(document);
    const { documents } = this.#replayer;
    await showRunDiff(this.#parts.language, documents, { document, sessions });
  }

  async #save(value: unknown): Promise<boolean> {
    const document = await documentOf(argumentsOf(value));
    const sessions = this.#resultsOf(document);
    const changed = await saveRecording(this.#parts.language, { document, sessions });
    if (!changed) {
      void window.showInformationMessage('The file is the recording of this run already.');
    }
    return changed;
  }

  async #showConversation(value: unknown): Promise<void> {
    const { uri } = await documentOf(argumentsOf(value));
    const conversation = conversationUri(uri);
    const { documents } = this.#replayer;
    if (documents.provideTextDocumentContent(conversation) === '') throw new Error(NOT_REPLAYED);
    await documents.show(conversation);
  }

  /** What is known of the document as it is now; rejects where that is nothing. */
  #resultsOf(document: Parameters<Replayer['results']['of']>[0]): readonly SessionResult[] {
    const results = this.#replayer.results.of(document);
    if (results.length === 0) throw new Error(NOT_REPLAYED);
    if (results.every(({ complete }) => complete)) return results;
    throw new Error('it was too long to be kept whole.');
  }
}

const NOT_SHOWN = 'The conversation cannot be shown';

const NOT_REPLAYED = 'the transcript was not replayed as it stands now: replay it first.';

const COMMANDS = {
  compare: 'smtpTranscript.replayCompare',
  save: 'smtpTranscript.replaySave',
  conversation: 'smtpTranscript.replayShowConversation',
} as const;
