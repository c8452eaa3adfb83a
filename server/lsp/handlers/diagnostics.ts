import type {
  Disposable,
  DocumentDiagnosticReport,
  ServerCapabilities,
} from 'vscode-languageserver/node';
import type { DiagnosticSupport } from '../diagnostics.ts';
import { diagnosticsOf } from '../diagnostics.ts';
import type { OpenDocument } from '../documentStore.ts';
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
      await this.#settings.get(textDocument.uri);
      const open = store.get(textDocument.uri);
      const empty: DocumentDiagnosticReport = { kind: 'full', items: [] };
      if (open === undefined) return empty;
      return guarded<DocumentDiagnosticReport>(this.#context, 'diagnostics', empty, () => {
        const resultId = resultIdOf(open);
        if (resultId === previousResultId) return { kind: 'unchanged', resultId };
        return {
          kind: 'full',
          resultId,
          items: diagnosticsOf(open.document, open.lint, this.#support),
        };
      });
    });
  }

  /** A document was opened: asks for its settings, then for its findings. */
  opened(open: OpenDocument): void {
    void this.#fetchSettings(open);
    this.#schedule(open);
  }

  /** Its text changed. */
  changed(open: OpenDocument): void {
    this.#schedule(open);
  }

  /** It is gone from the editor, and so are its findings. */
  closed(uri: string): void {
    this.#settings.delete(uri);
    if (!this.#pulls) void this.#context.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** The client's settings changed: asks for them anew and shows what follows from them. */
  async reconfigure(pushed: unknown): Promise<void> {
    const { client, connection, store } = this.#context;
    const opened = [...store.all()];
    if (client.workspace?.configuration !== true) {
      for (const open of opened) open.lint.configure(settingsIn(pushed));
    } else await Promise.all(opened.map(open => this.#fetchSettings(open)));
    for (const open of opened) this.#schedule(open);
    const refreshes = client.workspace?.diagnostics?.refreshSupport === true;
    if (this.#pulls && refreshes) connection.languages.diagnostics.refresh().catch(() => undefined);
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
      const diagnostics = diagnosticsOf(open.document, open.lint, this.#support);
      void connection.sendDiagnostics({ uri, version, diagnostics });
    });
  }
}

/** The document may be another one under the same name: the id tells them apart. */
function resultIdOf({ document, lint }: OpenDocument): string {
  return `${String(instanceOf(document))}.${String(lint.serial)}`;
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
