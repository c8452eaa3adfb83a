import type {
  Diagnostic,
  Disposable,
  DocumentDiagnosticReport,
  ServerCapabilities,
} from 'vscode-languageserver/node';
import type { DiagnosticSupport } from '../diagnostics.ts';
import { diagnosticsOf } from '../diagnostics.ts';
import type { OpenDocument } from '../documentStore.ts';
import { FileAudits } from '../fileAudits.ts';
import type { ServerContext } from '../serverContext.ts';
import { guarded } from '../serverContext.ts';
import type { LintSettings } from '../settings.ts';
import { DEFAULT_SETTINGS, LINT_SECTION, parseSettings } from '../settings.ts';

/** How findings reach the client: it asks where it can, else they are sent; never both. */
export class DiagnosticsHandler {
  readonly #context: ServerContext;
  readonly #support: DiagnosticSupport;
  readonly #pulls: boolean;
  readonly #settings = new Map<string, Promise<void>>();
  readonly #due = new Set<string>();
  readonly #audits: FileAudits;
  /** What the client was last told of a document it asked about. */
  readonly #told = new Map<string, string>();

  constructor(context: ServerContext) {
    this.#context = context;
    const { diagnostic, publishDiagnostics } = context.client.textDocument ?? {};
    this.#pulls = diagnostic !== undefined;
    const abilities = diagnostic ?? publishDiagnostics;
    this.#support = {
      related: abilities?.relatedInformation ?? publishDiagnostics?.relatedInformation ?? false,
      codeDescription:
        abilities?.codeDescriptionSupport ??
        publishDiagnostics?.codeDescriptionSupport ??
        this.#pulls,
    };
    this.#audits = new FileAudits(context, this.#support, uri => {
      this.#audited(uri);
    });
  }

  /** What the server says it offers. */
  get capabilities(): Pick<ServerCapabilities, 'diagnosticProvider'> {
    if (!this.#pulls) return {};
    return { diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false } };
  }

  /** Answers requests for findings. */
  register(): Disposable | undefined {
    if (!this.#pulls) return undefined;
    const { connection, store } = this.#context;
    return connection.languages.diagnostics.on(async ({ textDocument, previousResultId }) => {
      const { uri } = textDocument;
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
    if (!this.#pulls) void this.#context.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** The client's settings changed: asks for them anew and shows what follows from them. */
  async reconfigure(pushed: unknown): Promise<void> {
    const { client, store } = this.#context;
    const opened = [...store.all()];
    if (client.workspace?.configuration !== true) {
      for (const open of opened) open.lint.configure(settingsIn(pushed));
    } else await Promise.all(opened.map(open => this.#fetchSettings(open)));
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
    const onDisk = this.#audits.of(document.uri);
    const room = { ...this.#support, taken: onDisk.length };
    return [...diagnosticsOf(document, lint, room), ...onDisk];
  }

  /** The document may be another one under the same name: the id tells them apart. */
  #resultIdOf({ document, lint }: OpenDocument): string {
    const audit = this.#audits.serialOf(document.uri);
    return [instanceOf(document), lint.serial, audit].map(String).join('.');
  }

  #fetchSettings(open: OpenDocument): Promise<void> {
    const { client, connection } = this.#context;
    const { uri } = open.document;
    if (client.workspace?.configuration !== true) return Promise.resolve();
    const fetched = connection.workspace
      .getConfiguration({ scopeUri: uri, section: LINT_SECTION })
      .then((value: unknown) => parseSettings(value))
      .catch((): LintSettings => DEFAULT_SETTINGS)
      .then(settings => {
        open.lint.configure(settings);
      });
    this.#settings.set(uri, fetched);
    return fetched;
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
function settingsIn(pushed: unknown): LintSettings {
  let value = pushed;
  for (const key of LINT_SECTION.split('.')) {
    const fields = typeof value === 'object' && value !== null ? value : {};
    value = (fields as Readonly<Record<string, unknown>>)[key];
  }
  return parseSettings(value);
}
