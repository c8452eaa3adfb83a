import type {
  Diagnostic,
  Disposable,
  DocumentDiagnosticReport,
  InitializeParams,
  ServerCapabilities,
} from 'vscode-languageserver/node';
import { diagnosticsOf } from '../diagnostics.ts';
import type { DiagnosticSupport } from '../diagnosticSupport.ts';
import { diagnosticSupportOf } from '../diagnosticSupport.ts';
import type { Configs } from '../configs.ts';
import type { OpenDocument } from '../documentStore.ts';
import { FileAudits } from '../fileAudits.ts';
import type { ServerContext } from '../serverContext.ts';
import { guarded } from '../serverContext.ts';
import type { LintSettings } from '../settings.ts';
import { DEFAULT_SETTINGS, LINT_SECTION, parseSettings } from '../settings.ts';
import type { LintScope } from '../workspace/lintScope.ts';
import { parseScope } from '../workspace/lintScope.ts';
import { CLOSED_FILES, WorkspaceDiagnostics } from '../workspace/workspaceDiagnostics.ts';

/** How findings reach the client: it asks where it can, else they are sent; never both. */
export class DiagnosticsHandler {
  readonly #context: ServerContext;
  readonly #configs: Configs;
  readonly #support: DiagnosticSupport;
  readonly #pulls: boolean;
  readonly #settings = new Map<string, Promise<void>>();
  readonly #due = new Set<string>();
  readonly #audits: FileAudits;
  /** What the client was last told of a document it asked about. */
  readonly #told = new Map<string, string>();
  readonly #workspace: WorkspaceDiagnostics;
  /** From a client that cannot be asked. */
  #pushed = DEFAULT_SETTINGS;
  #scope: LintScope = 'openFiles';
  #scopeKnown: Promise<void> = Promise.resolve();
  /** Of closed files, which are many. */
  readonly #folderSettings = new Map<string, Promise<LintSettings>>();

  constructor(context: ServerContext, configs: Configs) {
    this.#context = context;
    this.#configs = configs;
    this.#pulls = context.client.textDocument?.diagnostic !== undefined;
    this.#support = diagnosticSupportOf(context.client);
    this.#audits = new FileAudits(context, this.#support, uri => {
      this.#audited(uri);
    });
    this.#workspace = new WorkspaceDiagnostics(context, {
      settingsFor: async (uri, folder) => configs.over(await this.#settingsOfFolder(folder), uri),
      configured: () => this.#scopeKnown,
    });
  }

  /** What the server says it offers. */
  get capabilities(): Pick<ServerCapabilities, 'diagnosticProvider'> {
    if (!this.#pulls) return {};
    const workspaceDiagnostics = this.#workspace.isStatic;
    return { diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics } };
  }

  /** Answers requests for findings. */
  register(params: InitializeParams): Disposable | undefined {
    this.#workspace.register(params);
    if (!this.#pulls) return undefined;
    const { connection, store } = this.#context;
    return connection.languages.diagnostics.on(async asked => {
      const { identifier, previousResultId } = asked;
      const { uri } = asked.textDocument;
      if (identifier === CLOSED_FILES) return this.#workspace.ofOpen(uri, previousResultId);
      await this.#scopeKnown;
      await this.#settings.get(uri);
      await this.#audits.soon(uri);
      const open = store.get(uri);
      const empty: DocumentDiagnosticReport = { kind: 'full', items: [] };
      if (open === undefined) return empty;
      return guarded<DocumentDiagnosticReport>(this.#context, 'diagnostics', empty, () => {
        const resultId = this.#resultIdOf(open);
        this.#told.set(uri, resultId);
        if (resultId === previousResultId) return { kind: 'unchanged', resultId };
        return {
          kind: 'full',
          resultId,
          items: this.#itemsOf(open),
        };
      });
    });
  }

  /** After `initialized`: asks what is to be checked. */
  started(): void {
    this.#workspace.started();
    if (this.#context.client.workspace?.configuration === true) {
      this.#scopeKnown = this.#fetchScope();
    }
  }

  /** Files on disk changed, were made or removed. */
  filesChanged(): void {
    this.#workspace.poke();
  }

  /** A document was opened: asks for its settings, then for its findings. */
  opened(open: OpenDocument): void {
    this.#audits.start(open, this.#fetchSettings(open));
    this.#schedule(open);
  }

  /** Its text changed: what the file on disk shows is no more about it. */
  changed(open: OpenDocument): void {
    this.#audits.drop(open.document.uri);
    this.#schedule(open);
  }

  /** It is read in another dialect now. */
  reread(open: OpenDocument): void {
    this.#audits.start(open);
    this.#schedule(open);
    this.#refresh();
    const { client, connection } = this.#context;
    if (client.workspace?.semanticTokens?.refreshSupport === true) {
      void connection.languages.semanticTokens.refresh();
    }
  }

  /** It was saved, so that the file on disk holds its text. */
  saved(open: OpenDocument): void {
    this.#audits.start(open);
  }

  /** It is gone from the editor, and so are its findings. */
  closed(uri: string): void {
    this.#settings.delete(uri);
    this.#audits.drop(uri);
    this.#told.delete(uri);
    this.#workspace.closed(uri);
    if (!this.#pulls) void this.#context.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** The client's settings changed: asks for them anew and shows what follows from them. */
  async reconfigure(pushed: unknown): Promise<void> {
    if (this.#context.client.workspace?.configuration !== true) {
      const section = sectionIn(pushed);
      this.#takeScope(parseScope(section));
      this.#pushed = parseSettings(section);
    } else this.#scopeKnown = this.#fetchScope();
    await this.#applySettings();
  }

  /** Configuration files changed: reads them anew and shows what follows from them. */
  async configsChanged(): Promise<void> {
    await this.#configs.forget();
    await this.#applySettings();
  }

  async #applySettings(): Promise<void> {
    this.#folderSettings.clear();
    const opened = [...this.#context.store.all()];
    await Promise.all([this.#scopeKnown, ...opened.map(open => this.#fetchSettings(open))]);
    this.#workspace.poke();
    for (const open of opened) {
      this.#audits.start(open);
      this.#schedule(open);
    }
    this.#refresh();
  }

  /** The client asks again for the findings of all documents, where it can be told to. */
  #refresh(): void {
    const { client, connection } = this.#context;
    const refreshes = client.workspace?.diagnostics?.refreshSupport === true;
    if (this.#pulls && refreshes) connection.languages.diagnostics.refresh().catch(() => undefined);
  }

  /** The audit of a file found something else than before. */
  #audited(uri: string): void {
    const open = this.#context.store.get(uri);
    if (open === undefined) return;
    this.#schedule(open);
    const told = this.#told.get(uri);
    if (told !== undefined && told !== this.#resultIdOf(open)) this.#refresh();
  }

  #itemsOf({ document, lint }: OpenDocument): Diagnostic[] {
    if (this.#scope === 'off') return [];
    const onDisk = this.#audits.of(document.uri);
    const room = { ...this.#support, taken: onDisk.length };
    return [...diagnosticsOf(document, lint, room), ...onDisk];
  }

  /** The document may be another one under the same name: the id tells them apart. */
  #resultIdOf({ document, lint }: OpenDocument): string {
    if (this.#scope === 'off') return 'off';
    const audit = this.#audits.serialOf(document.uri);
    return [instanceOf(document), lint.serial, audit].map(String).join('.');
  }

  async #fetchScope(): Promise<void> {
    const section: unknown = await this.#context.connection.workspace
      .getConfiguration(LINT_SECTION)
      .catch(() => undefined);
    this.#takeScope(parseScope(section));
  }

  #takeScope(scope: LintScope): void {
    this.#scope = scope;
    this.#workspace.configure(scope);
  }

  #fetchSettings(open: OpenDocument): Promise<void> {
    const { uri } = open.document;
    const fetched = this.#clientSettings(uri)
      .then(settings => this.#configs.over(settings, uri))
      .then(settings => {
        // Of two answers under way the one that was asked for last counts.
        if (this.#settings.get(uri) === fetched) open.lint.configure(settings);
      });
    this.#settings.set(uri, fetched);
    return fetched;
  }

  /** What the client says of the files of a folder, asked once. */
  #settingsOfFolder(folder: string): Promise<LintSettings> {
    const known = this.#folderSettings.get(folder) ?? this.#clientSettings(folder);
    this.#folderSettings.set(folder, known);
    return known;
  }

  /** What the client says of one file. */
  #clientSettings(uri: string): Promise<LintSettings> {
    const { client, connection } = this.#context;
    if (client.workspace?.configuration !== true) return Promise.resolve(this.#pushed);
    return connection.workspace
      .getConfiguration({ scopeUri: uri, section: LINT_SECTION })
      .then((value: unknown) => parseSettings(value))
      .catch((): LintSettings => DEFAULT_SETTINGS);
  }

  /** Sends soon: changes that are already waiting to be read go into the same message. */
  #schedule(open: OpenDocument): void {
    const { uri } = open.document;
    if (this.#pulls || this.#due.has(uri)) return;
    this.#due.add(uri);
    const send = (): void => {
      setImmediate(() => {
        this.#due.delete(uri);
        this.#send(uri);
      });
    };
    const settings = this.#settings.get(uri);
    if (settings === undefined) send();
    else void settings.then(send);
  }

  #send(uri: string): void {
    const { connection, store } = this.#context;
    const open = store.get(uri);
    if (open === undefined) return;
    guarded(this.#context, 'diagnostics', undefined, () => {
      const { version } = open.document;
      const diagnostics = this.#itemsOf(open);
      void connection.sendDiagnostics({ uri, version, diagnostics });
    });
  }
}

const instances = new WeakMap<object, number>();
let newest = 0;

function instanceOf(document: object): number {
  const known = instances.get(document);
  if (known !== undefined) return known;
  instances.set(document, ++newest);
  return newest;
}

/** The section in what `workspace/didChangeConfiguration` brings along. */
function sectionIn(pushed: unknown): unknown {
  let value = pushed;
  for (const key of LINT_SECTION.split('.')) {
    const fields = typeof value === 'object' && value !== null ? value : {};
    value = (fields as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
