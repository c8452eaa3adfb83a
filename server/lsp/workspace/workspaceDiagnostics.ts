import type {
  CancellationToken,
  Disposable,
  DocumentDiagnosticReport,
  InitializeParams,
  ResultProgressReporter,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDiagnosticReportPartialResult,
} from 'vscode-languageserver/node';
import {
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
} from 'vscode-languageserver/node';
import { diagnosticSupportOf } from '../diagnosticSupport.ts';
import type { ServerContext } from '../serverContext.ts';
import { logFailure } from '../serverContext.ts';
import type { LintScope } from './lintScope.ts';
import { ShownDocuments } from './shownDocuments.ts';
import { Waiting } from './waiting.ts';
import { WorkspaceFolders, foldersOf, keyOf } from './workspaceFolders.ts';
import type { FileReport, RoundOptions } from './workspaceRound.ts';
import { workspaceRound } from './workspaceRound.ts';

/**
 * Names the findings of closed files, so that a client keeps them apart from those of open ones.
 * The problem matcher has the same name: VS Code shows what came last, not both.
 */
export const CLOSED_FILES = 'smtp-transcript';

/** Reports that are sent at once. */
const BATCH = 25;

/** What the settings are, as far as that is somebody else's affair. */
interface Given {
  readonly settingsFor: RoundOptions['settingsFor'];
  /** Resolves when `configure` was called with what the client says. */
  readonly configured: () => Promise<void>;
}

/**
 * Findings in files that are not open. Where the client can be asked to ask for them, that is done
 * as long as the setting says so; a client that cannot may ask at any time. A request without news
 * waits for some, where files are watched: VS Code would ask again every two seconds.
 */
export class WorkspaceDiagnostics {
  readonly #context: ServerContext;
  readonly #given: Given;
  readonly #waiting = new Waiting();
  readonly #pulls: boolean;
  readonly #registers: boolean;
  readonly #watches: boolean;
  #folders = new WorkspaceFolders([]);
  #scope: LintScope = 'openFiles';
  #registration: Promise<Disposable | undefined> = Promise.resolve(undefined);
  #current = new AbortController();
  readonly #shown = new ShownDocuments();
  /** Files that were closed while a request waits: what the client knew of them may not hold. */
  #forgotten = new Set<string>();

  constructor(context: ServerContext, given: Given) {
    this.#context = context;
    this.#given = given;
    const { textDocument, workspace } = context.client;
    this.#pulls = textDocument?.diagnostic !== undefined;
    this.#registers = textDocument?.diagnostic?.dynamicRegistration === true;
    this.#watches = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  }

  /** The client asks for closed files without having been asked to. */
  get isStatic(): boolean {
    return this.#pulls && !this.#registers;
  }

  /** Answers requests; folders are those of the client. */
  register(params: InitializeParams): void {
    this.#folders = foldersOf(params);
    if (!this.#pulls) return;
    this.#context.connection.languages.diagnostics.onWorkspace((asked, token, _work, progress) =>
      this.#answer(asked, token, progress),
    );
  }

  /** After `initialized`: asks to be told of folders and files that change. */
  started(): void {
    const { client, connection } = this.#context;
    if (client.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(event => {
        this.#folders.change(event);
        this.poke();
      });
    }
  }

  /** Takes the setting. */
  configure(scope: LintScope): void {
    const was = this.#scope;
    this.#scope = scope;
    this.poke();
    if (!this.#registers || (was === 'workspace') === (scope === 'workspace')) return;
    this.#registration = this.#registration.then(async before => {
      before?.dispose();
      return this.#scope === 'workspace' ? this.#ask() : undefined;
    });
  }

  /** Something may be different: who waits gets an answer. */
  poke(): void {
    this.#waiting.wake();
  }

  /** A document is gone from the editor, and what its file shows counts again. */
  closed(uri: string): void {
    this.#shown.close(uri);
    this.#recheck(uri);
  }

  /** What the request for closed files is told of an open one. */
  ofOpen(uri: string, previousResultId: string | undefined): DocumentDiagnosticReport {
    const version = this.#context.store.get(uri)?.document.version;
    const { report, released } = this.#shown.ask(uri, { version, previousResultId });
    if (released) this.#recheck(uri);
    return report;
  }

  #recheck(uri: string): void {
    this.#forgotten.add(keyOf(uri));
    this.poke();
  }

  async #ask(): Promise<Disposable | undefined> {
    const { connection } = this.#context;
    try {
      const asked = await connection.client.register(DocumentDiagnosticRequest.type, {
        documentSelector: [{ language: 'smtp-transcript', scheme: 'file' }],
        identifier: CLOSED_FILES,
        interFileDependencies: false,
        workspaceDiagnostics: true,
      });
      if (!this.#watches) return asked;
      const watchers = [{ globPattern: '**/*.smtp' }];
      const type = DidChangeWatchedFilesNotification.type;
      const watched = await connection.client.register(type, { watchers });
      return {
        dispose: () => {
          asked.dispose();
          watched.dispose();
        },
      };
    } catch {
      return undefined;
    }
  }

  async #answer(
    params: WorkspaceDiagnosticParams,
    token: CancellationToken,
    progress: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    // A client has one such request; an older one is of no use to it.
    this.#current.abort();
    const current = new AbortController();
    this.#current = current;
    this.#forgotten = new Set();
    this.poke();
    token.onCancellationRequested(() => {
      current.abort();
      this.poke();
    });
    // A token that was cancelled before anybody saw it tells nobody.
    if (token.isCancellationRequested) current.abort();
    const canWait = progress !== undefined && this.#watches && this.#registers;
    const previous = new Map(
      params.previousResultIds.map(({ uri, value }) => [keyOf(uri), { uri, value }] as const),
    );
    await this.#given.configured();
    for (;;) {
      const serial = this.#waiting.serial;
      for (const key of this.#forgotten) {
        const known = previous.get(key);
        // It may still show something of a file that is gone meanwhile.
        if (known !== undefined) previous.set(key, { ...known, value: '' });
      }
      const reporter = new Reporter(progress);
      const round = workspaceRound(this.#roundOptions(previous, current.signal));
      for await (const report of round) reporter.add(report);
      const isOver = current.signal.aborted || this.#scope !== 'workspace';
      if (reporter.hasNews || isOver || !canWait) return { items: reporter.rest() };
      await this.#waiting.after(serial);
    }
  }

  #roundOptions(previous: RoundOptions['previous'], signal: AbortSignal): RoundOptions {
    const { client, store } = this.#context;
    const folders = this.#scope === 'workspace' ? this.#folders.all() : [];
    return {
      folders,
      previous,
      signal,
      open: this.#shown.among([...store.all()].map(({ document }) => document.uri)),
      support: diagnosticSupportOf(client),
      encoding: store.encoding,
      failed: error => {
        logFailure(this.#context, 'workspace diagnostics', error);
      },
      settingsFor: this.#given.settingsFor,
    };
  }
}

/** Sends reports a batch at a time where the client takes parts of an answer. */
class Reporter {
  readonly #progress: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined;
  #items: FileReport[] = [];
  /** Some file is not as the client knows it. */
  hasNews = false;

  constructor(
    progress: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined,
  ) {
    this.#progress = progress;
  }

  add(report: FileReport): void {
    this.#items.push(report);
    if (report.kind === 'full') this.hasNews = true;
    if (this.#progress === undefined || !this.hasNews || this.#items.length < BATCH) return;
    this.#progress.report({ items: this.#items });
    this.#items = [];
  }

  /** What was not sent yet. */
  rest(): FileReport[] {
    return this.#items;
  }
}
